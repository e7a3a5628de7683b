import { Kvm } from '@nats-io/kv'
import { Objm } from '@nats-io/obj'
import type { Operation } from '../operation.ts'

/** Stores of keys and of objects. */
export const STORES: readonly Operation[] = [
  {
    name: 'a key that is put, got and deleted',
    async run({ traced, note }) {
      const store = await new Kvm(traced).create('authors')
      await store.put('1984', 'Orwell')
      await store.get('1984')
      await store.get('nobody')
      await store.delete('1984')
      await store.purge('1984')
      note('after all')
    },
  },
  {
    name: 'a key that is created, updated and in the way',
    async run({ traced }) {
      const store = await new Kvm(traced).create('titles')
      const revision = await store.create('1', 'x')
      await store.update('1', 'y', revision)
      await store.create('1', 'z').catch(() => {})
    },
  },
  {
    name: 'a watch of a store',
    async run({ traced, note }) {
      const store = await new Kvm(traced).create('watched')
      await store.put('a', 'x')
      for await (const _ of await store.watch()) {
        note('body')
        await Promise.resolve()
        note('body after await')
        break
      }
      note('after the loop')
    },
  },
  {
    name: 'the history and the keys of a store',
    async run({ traced, note }) {
      const store = await new Kvm(traced).create('remembered', { history: 2 })
      await store.put('a', 'x')
      await store.put('a', 'y')
      for await (const { revision } of await store.history()) note(`revision ${revision}`)
      for await (const _ of await store.keys()) note('key')
    },
  },
  {
    name: 'an object that is put, got and deleted',
    async run({ traced }) {
      const store = await new Objm(traced).create('images')
      const meta = { name: 'cat', options: { max_chunk_size: 100 } }
      await store.putBlob(meta, new Uint8Array(250))
      await store.getBlob('cat')
      await store.delete('cat')
    },
  },
]
