import { Kvm, type KV } from '@nats-io/kv'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { contextOf, process as processMessages } from '@hopscope/nats'
import { startPair, type Pair } from './pair.ts'

test('what is put has a span that the value keeps the context of', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  const revision = await store.put('1984', 'Orwell')

  const [put] = pair.telemetry.spans
  expect(put).toMatchObject({
    name: 'put books',
    kind: 'producer',
    attributes: {
      'messaging.operation.name': 'put',
      'messaging.operation.type': 'send',
      'messaging.destination.name': '$KV.books.1984',
      'messaging.destination.template': '$KV.books.>',
      'messaging.nats.kv.bucket': 'books',
      'messaging.nats.kv.revision': revision,
      'messaging.nats.stream.name': 'KV_books',
    },
  })
  expect(await storedTraceparent(pair, '1984')).toContain(put?.spanId)
  expect(pair.telemetry.spans).toHaveLength(1)
})

test('each operation that stores is called by its name', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  const revision = await store.create('1984', 'Orwell')
  await store.update('1984', 'George Orwell', revision)
  await store.delete('1984')
  await store.purge('1984')

  expect(pair.telemetry.spans.map(({ name, kind }) => [name, kind])).toEqual([
    ['create books', 'producer'],
    ['update books', 'producer'],
    ['delete books', 'producer'],
    ['purge books', 'producer'],
  ])
})

test('a create that finds the key is an error, as it was', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.put('1984', 'Orwell')

  await expect(store.create('1984', '')).rejects.toThrow('wrong last sequence')

  expect(pair.telemetry.spansNamed('create books')[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': '10071' },
  })
})

test('a create over a deleted key shows its three steps', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.put('1984', '')
  await store.delete('1984')
  const before = pair.telemetry.spans.length

  await store.create('1984', 'Orwell')

  expect(pair.telemetry.spans.slice(before).map(({ name }) => name)).toEqual([
    'create books',
    'get books',
    'update books',
  ])
})

test.each([[true], [false]])(
  'a get is below the active span, and linked to the put (direct: %s)',
  async (direct) => {
    await using pair = await startPair()
    const store = await openStore(pair, direct)
    await store.put('1984', 'Orwell')
    const [put] = pair.telemetry.spansNamed('put books')

    const entry = await pair.telemetry.tracerProvider
      .getTracer('test')
      .startActiveSpan('page', async (span) => {
        const found = await store.get('1984')
        span.end()
        return found
      })

    const [get] = pair.telemetry.spansNamed('get books')
    const [page] = pair.telemetry.spansNamed('page')
    expect(entry?.string()).toBe('Orwell')
    expect(get).toMatchObject({
      kind: 'client',
      parentSpanId: page?.spanId,
      attributes: {
        'messaging.operation.type': 'receive',
        'messaging.nats.kv.bucket': 'books',
        'messaging.nats.kv.revision': 1,
        'messaging.nats.kv.operation': 'PUT',
      },
      links: [{ traceId: put?.traceId, spanId: put?.spanId }],
    })
    expect(entry && trace.getSpanContext(contextOf(entry))?.spanId).toBe(put?.spanId)
  },
)

test('a get of what is not there is no error, and has no link', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  expect(await store.get('nothing')).toBeNull()

  expect(pair.telemetry.spansNamed('get books')).toMatchObject([
    { links: [], status: { code: 'unset' } },
  ])
})

test('a get that fails says so', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  await expect(store.get('not a key')).rejects.toThrow('invalid key')

  expect(pair.telemetry.spansNamed('get books')[0]?.status).toMatchObject({ code: 'error' })
})

test('a watch runs the body of its loop in a trace of its own, linked to the put', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.put('1984', 'Orwell')
  await store.delete('1984')
  const [put] = pair.telemetry.spansNamed('put books')

  const active: (string | undefined)[] = []
  for await (const entry of await store.history()) {
    await Promise.resolve()
    active.push(trace.getSpanContext(context.active())?.spanId)
    expect(trace.getSpanContext(contextOf(entry))?.spanId).toBe(active.at(-1))
  }
  await store.put('1949', 'x')
  for await (const _ of await store.watch({ key: '1949' })) break

  const watched = pair.telemetry.spansNamed('process books')
  expect(watched.slice(0, 1).map(({ spanId }) => spanId)).toEqual(active)
  expect(watched.map(({ attributes }) => attributes['messaging.nats.kv.operation'])).toEqual([
    'DEL',
    'PUT',
  ])
  expect(watched[1]).toMatchObject({
    kind: 'consumer',
    attributes: {
      'messaging.nats.kv.bucket': 'books',
      'messaging.nats.kv.revision': 3,
      'messaging.destination.name': '$KV.books.1949',
    },
    links: [{ spanId: pair.telemetry.spansNamed('put books')[1]?.spanId }],
  })
  expect(watched[1]?.parentSpanId).toBeUndefined()
  expect(watched[1]?.traceId).not.toBe(put?.traceId)
})

test('the values of a watch can be processed by a handler', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.put('1984', 'Orwell')
  const active: (string | undefined)[] = []

  await processMessages(await store.history(), (entry) => {
    active.push(trace.getSpanContext(context.active())?.spanId, entry.key)
  })

  expect(active).toEqual([pair.telemetry.spansNamed('process books')[0]?.spanId, '1984'])
})

test('reading keys is not traced', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.put('1984', 'Orwell')
  const before = pair.telemetry.spans.length

  const keys: string[] = []
  for await (const key of await store.keys()) keys.push(key)

  expect(keys).toEqual(['1984'])
  expect(pair.telemetry.spans).toHaveLength(before)
})

test('what is put under a subject that is filtered is not traced', async () => {
  await using pair = await startPair({ filter: { exclude: ['$KV.>'] } })
  const store = await openStore(pair)

  await store.put('1984', 'Orwell')
  await store.get('1984')
  for await (const _ of await store.history());

  expect(pair.telemetry.spans).toEqual([])
  expect(await storedTraceparent(pair, '1984')).toBeUndefined()
})

test('a store on a connection without tracing works as before', async () => {
  await using pair = await startPair()
  const store = await new Kvm(pair.plain).create('books')

  await store.put('1984', 'Orwell')

  expect((await store.get('1984'))?.string()).toBe('Orwell')
  for await (const entry of await store.history()) expect(entry.key).toBe('1984')
  expect(pair.telemetry.spans).toEqual([])
})

function openStore({ traced }: Pair, direct = true): Promise<KV> {
  return new Kvm(traced).create('books', { allow_direct: direct })
}

/** What the stored message has, as someone without tracing reads it. */
async function storedTraceparent({ plain }: Pair, key: string): Promise<string | undefined> {
  const reply = await plain.request(`$JS.API.DIRECT.GET.KV_books.$KV.books.${key}`)
  return reply.headers?.get('traceparent') || undefined
}
