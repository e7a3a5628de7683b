import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { startFastIngest } from '@nats-io/jetstream/internal'
import { headers as makeHeaders } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('each message of a batch has a span and a context of its own', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  await publishBatch(pair)

  const spans = pair.telemetry.spans.filter(({ kind }) => kind === 'producer')
  expect(spans.map(({ name }) => name)).toEqual([
    'publish orders.1',
    'publish orders.2',
    'publish orders.3',
    'publish orders.4',
  ])
  expect(await traceparentsOf(pair, 4)).toEqual(
    spans.map(({ spanId }) => expect.stringContaining(spanId)),
  )
})

test('a batch is a span that is linked to its messages and counts them', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  await pair.telemetry.tracerProvider.getTracer('test').startActiveSpan('import', async (span) => {
    await publishBatch(pair)
    span.end()
  })

  const messages = pair.telemetry.spans.filter(({ kind }) => kind === 'producer')
  const [whole] = pair.telemetry.spansNamed('batch orders.1')
  expect(whole).toMatchObject({
    kind: 'client',
    parentSpanId: pair.telemetry.spansNamed('import')[0]?.spanId,
    attributes: {
      'messaging.operation.name': 'batch',
      'messaging.operation.type': 'send',
      'messaging.batch.message_count': 4,
      'messaging.nats.stream.name': 'ORDERS',
    },
  })
  expect(whole?.links.map(({ spanId }) => spanId).toSorted()).toEqual(
    messages.map(({ spanId }) => spanId).toSorted(),
  )
})

test('a batch that the stream refuses fails as it did, and so do its spans', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const batch = await jetstream(pair.traced).startBatch('orders.1', '')

  await expect(batch.commit('elsewhere.1', '', { timeout: 500 })).rejects.toThrow('not enabled')

  expect(pair.telemetry.spansNamed('batch orders.1')[0]?.status.code).toBe('error')
  expect(pair.telemetry.spansNamed('publish elsewhere.1')[0]?.status.code).toBe('error')
})

test('a batch that is never committed leaves no span open', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  const batch = await jetstream(pair.traced).startBatch('orders.1', '')
  batch.add('orders.2', '')

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([
    'publish orders.1',
    'publish orders.2',
  ])
})

test('headers of a batch stay as the application made them', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const headers = makeHeaders()
  headers.set('a', '1')

  const batch = await jetstream(pair.traced).startBatch('orders.1', '', { headers })
  await batch.commit('orders.2', '', { headers })

  expect([...headers.keys()]).toEqual(['a'])
})

test('each message of a fast ingest carries its own context, and its pings are not traced', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  const ingest = await startFastIngest(pair.traced, 'orders.1', 'x', { allowGaps: false })
  await ingest.add('orders.2', 'x')
  await ingest.ping()
  await ingest.end()

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([
    'publish orders.1',
    'publish orders.2',
  ])
  expect(await traceparentsOf(pair, 2)).toEqual(
    pair.telemetry.spans.map(({ spanId }) => expect.stringContaining(spanId)),
  )
})

test('a batch on a connection without tracing works as before', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  await publishBatch({ ...pair, traced: pair.plain })

  expect(await traceparentsOf(pair, 4)).toEqual([undefined, undefined, undefined, undefined])
  expect(pair.telemetry.spans).toEqual([])
})

async function publishBatch({ traced }: Pick<Pair, 'traced'>): Promise<void> {
  const batch = await jetstream(traced).startBatch('orders.1', 'x')
  batch.add('orders.2', 'x')
  await batch.add('orders.3', 'x', { ack: true })
  await batch.commit('orders.4', 'x')
}

async function addOrders({ plain }: Pair): Promise<void> {
  const { streams } = await jetstreamManager(plain)
  await streams.add({
    name: 'ORDERS',
    subjects: ['orders.*'],
    allow_atomic: true,
    allow_batched: true,
  })
}

/** What each of the stream's messages has, as someone without tracing reads it. */
async function traceparentsOf(
  { plain }: Pair,
  count: number,
): Promise<readonly (string | undefined)[]> {
  const { streams } = await jetstreamManager(plain)
  const sequences = Array.from({ length: count }, (_, index) => index + 1)
  const messages = await Promise.all(sequences.map((seq) => streams.getMessage('ORDERS', { seq })))
  return messages.map((message) => message?.header.get('traceparent') || undefined)
}
