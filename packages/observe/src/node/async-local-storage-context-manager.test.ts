import { EventEmitter } from 'node:events'
import { createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { AsyncLocalStorageContextManager, registerContextManager } from './index.ts'

const KEY = createContextKey('test')

test('a second context manager is not registered', () => {
  expect(registerContextManager()).toBe(false)
})

test('a context is active in what is awaited, and not in the caller', async () => {
  const manager = new AsyncLocalStorageContextManager()

  const inside = manager.with(value('in'), async () => {
    await Promise.resolve()
    return manager.active()
  })

  expect(manager.active()).toBe(ROOT_CONTEXT)
  expect((await inside).getValue(KEY)).toBe('in')
})

test('a bound function runs in its context, with its own this and arguments', () => {
  const manager = new AsyncLocalStorageContextManager()
  function read(this: { readonly name: string }, suffix: string): string {
    return `${this.name} ${String(manager.active().getValue(KEY))} ${suffix}`
  }
  const target = { name: 'target', read: manager.bind(value('bound'), read) }

  expect(target.read('x')).toBe('target bound x')
})

test('listeners of a bound emitter run in its context and can be removed', () => {
  const manager = new AsyncLocalStorageContextManager()
  const seen: unknown[] = []
  const listener = (): void => void seen.push(manager.active().getValue(KEY))
  const emitter = manager.bind(value('emitter'), new EventEmitter())

  emitter.on('a', listener)
  emitter.once('b', listener)
  emitter.once('c', listener)
  emitter.off('c', listener)
  for (const event of ['a', 'b', 'b', 'c']) emitter.emit(event)
  emitter.off('a', listener)
  emitter.emit('a')

  expect(seen).toEqual(['emitter', 'emitter'])
})

test('an attached context stays for the rest of the function, not for its caller', async () => {
  const manager = new AsyncLocalStorageContextManager()

  const work = async (): Promise<Context> => {
    await Promise.resolve()
    manager.attach(value('attached'))
    await Promise.resolve()
    return manager.active()
  }

  expect((await work()).getValue(KEY)).toBe('attached')
  expect(manager.active()).toBe(ROOT_CONTEXT)
})

function value(text: string): Context {
  return ROOT_CONTEXT.setValue(KEY, text)
}
