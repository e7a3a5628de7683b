import { jetstreamManager } from '@nats-io/jetstream'
import { Objm, type ObjectStore } from '@nats-io/obj'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('an object that is put is one span, however many chunks it has, and keeps its context', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  await putCat(store)

  const [put] = pair.telemetry.spans
  expect(pair.telemetry.spans).toHaveLength(1)
  expect(put).toMatchObject({
    name: 'put images',
    kind: 'producer',
    attributes: {
      'messaging.operation.name': 'put',
      'messaging.destination.name': META_SUBJECT,
      'messaging.destination.template': '$O.images.M.>',
      'messaging.nats.object.bucket': 'images',
      'messaging.nats.object.chunks': 4,
    },
  })
  expect(await traceparentsOf(pair)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    expect.stringContaining(put?.spanId ?? 'none'),
  ])
})

test('a put that fails says so', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)

  const put = store.putBlob({ name: 'cat' }, new Uint8Array(1), { previousRevision: 9 })

  await expect(put).rejects.toThrow('wrong last sequence')
  expect(pair.telemetry.spans).toMatchObject([
    { name: 'put images', status: { code: 'error' }, attributes: { 'error.type': '10071' } },
  ])
})

test('an object that is got is one span up to its end, linked to the put', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await putCat(store)
  const [put] = pair.telemetry.spansNamed('put images')

  const cat = await store.getBlob('cat')

  expect(cat).toEqual(CAT)
  expect(pair.telemetry.spans).toHaveLength(2)
  expect(pair.telemetry.spansNamed('get images')[0]).toMatchObject({
    kind: 'client',
    status: { code: 'unset' },
    attributes: {
      'messaging.operation.type': 'receive',
      'messaging.nats.object.bucket': 'images',
      'messaging.nats.object.chunks': 4,
    },
    links: [{ traceId: put?.traceId, spanId: put?.spanId }],
  })
})

test('an empty object and one that is not there are got too', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await store.putBlob({ name: 'nothing' }, new Uint8Array())

  expect(await store.getBlob('nothing')).toEqual(new Uint8Array())
  expect(await store.getBlob('no such')).toBeNull()

  expect(pair.telemetry.spansNamed('get images')).toMatchObject([
    { links: [{}], attributes: { 'messaging.nats.object.chunks': 0 } },
    { links: [], status: { code: 'unset' } },
  ])
})

test('an object that nobody reads to its end leaves no span open', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await putCat(store)

  const found = await store.get('cat')
  await found?.data.cancel()
  await found?.error

  expect(pair.telemetry.spansNamed('get images')).toHaveLength(1)
})

test('a delete is a span that its message carries', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await putCat(store)

  await store.delete('cat')

  const [remove] = pair.telemetry.spansNamed('delete images')
  expect(remove).toMatchObject({ kind: 'producer' })
  expect(await traceparentsOf(pair)).toEqual([expect.stringContaining(remove?.spanId ?? 'none')])
})

test('a watch is not traced, and works', async () => {
  await using pair = await startPair()
  const store = await openStore(pair)
  await putCat(store)
  const before = pair.telemetry.spans.length

  for await (const info of await store.watch({ includeHistory: true })) {
    expect(info.name).toBe('cat')
    break
  }

  expect(pair.telemetry.spans).toHaveLength(before)
})

test('a store on a connection without tracing works as before', async () => {
  await using pair = await startPair()
  const store = await new Objm(pair.plain).create('images')
  await putCat(store)

  expect(await store.getBlob('cat')).toEqual(CAT)
  expect(pair.telemetry.spans).toEqual([])
})

const CAT = new Uint8Array(350).fill(7)
const META_SUBJECT = `$O.images.M.${btoa('cat')}`

function openStore({ traced }: Pair): Promise<ObjectStore> {
  return new Objm(traced).create('images')
}

async function putCat(store: ObjectStore): Promise<void> {
  await store.putBlob({ name: 'cat', options: { max_chunk_size: 100 } }, CAT)
}

/** What each message of the store has, as someone without tracing reads it. */
async function traceparentsOf({ plain }: Pair): Promise<readonly (string | undefined)[]> {
  const { streams } = await jetstreamManager(plain)
  const { state } = await streams.info('OBJ_images')
  const sequences = Array.from(
    { length: state.last_seq - state.first_seq + 1 },
    (_, index) => state.first_seq + index,
  )
  const messages = await Promise.all(
    sequences.map((seq) => streams.getMessage('OBJ_images', { seq })),
  )
  return messages.map((message) => message?.header.get('traceparent') || undefined)
}
