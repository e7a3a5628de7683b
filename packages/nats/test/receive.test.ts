import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerConfig,
} from '@nats-io/jetstream'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a fetch is a span with a link to each of its messages, which are not below it', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  await inSpan(pair, 'poll', () => fetchAll(consumer, 2))

  const sent = pair.telemetry.spansNamed('publish orders.new').slice(0, 2)
  await expect.poll(() => pair.telemetry.spansNamed('fetch ORDERS')).toHaveLength(1)
  expect(pair.telemetry.spansNamed('fetch ORDERS')[0]).toMatchObject({
    kind: 'client',
    parentSpanId: pair.telemetry.spansNamed('poll')[0]?.spanId,
    links: sent.map(({ traceId, spanId }) => ({ traceId, spanId })),
    attributes: {
      'messaging.operation.name': 'fetch',
      'messaging.operation.type': 'receive',
      'messaging.batch.message_count': 2,
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.consumer.group.name': 'worker',
    },
  })
  const handled = pair.telemetry.spansNamed('process ORDERS')
  expect(handled.map(({ parentSpanId }) => parentSpanId)).toEqual(sent.map(({ spanId }) => spanId))
})

test('a fetch lasts from when it was asked for to when its loop is left', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  for await (const message of await consumer.fetch({ max_messages: 2, expires: 1000 })) {
    message.ack()
    break
  }

  await expect.poll(() => pair.telemetry.spansNamed('fetch ORDERS')).toHaveLength(1)
  const [fetch] = pair.telemetry.spansNamed('fetch ORDERS')
  const [process] = pair.telemetry.spansNamed('process ORDERS')
  expect(fetch?.attributes['messaging.batch.message_count']).toBe(1)
  expect(fetch?.startTimeUnixNano).toBeLessThanOrEqual(process?.startTimeUnixNano ?? 0n)
})

test('a next is a span that is linked to its message', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  const message = await inSpan(pair, 'poll', () => consumer.next({ expires: 1000 }))
  message?.ack()

  const [sent] = pair.telemetry.spansNamed('publish orders.new')
  expect(pair.telemetry.spansNamed('next ORDERS')).toMatchObject([
    {
      kind: 'client',
      parentSpanId: pair.telemetry.spansNamed('poll')[0]?.spanId,
      links: [{ traceId: sent?.traceId, spanId: sent?.spanId }],
      attributes: { 'messaging.operation.name': 'next' },
    },
  ])
})

test('a fetch that finds nothing has no span, and is measured', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair, { filter_subject: 'orders.none' })

  await fetchAll(consumer, 1)

  await expect.poll(() => measuredOperations(pair)).toContain('fetch')
  expect(pair.telemetry.spans.filter(({ name }) => name.startsWith('fetch'))).toEqual([])
})

test('a fetch that fails is a span that failed', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  const failure = await consumer.fetch({ expires: 10 }).catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(Error)
  expect(pair.telemetry.spansNamed('fetch ORDERS')).toMatchObject([
    { status: { code: 'error' }, attributes: { 'error.type': 'InvalidArgumentError' } },
  ])
})

test('a consumer of a subject that is not traced has no spans of fetches', async () => {
  await using pair = await startPair({ filter: { exclude: ['orders.>'] } })
  const consumer = await startConsumer(pair, { filter_subject: 'orders.new' })

  await fetchAll(consumer, 2)
  await (await consumer.next({ expires: 1000 }))?.ackAck()

  expect(pair.telemetry.spans).toEqual([])
})

async function startConsumer(
  { plain, traced }: Pair,
  config: Partial<ConsumerConfig> = {},
): Promise<Consumer> {
  const { streams, consumers } = await jetstreamManager(plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.*'] })
  await consumers.add('ORDERS', {
    durable_name: 'worker',
    ack_policy: AckPolicy.Explicit,
    ...config,
  })
  const client = jetstream(traced)
  for (let order = 0; order < 3; order++) await client.publish('orders.new')
  return client.consumers.get('ORDERS', 'worker')
}

async function fetchAll(consumer: Consumer, count: number): Promise<void> {
  const messages = await consumer.fetch({ max_messages: count, expires: 1000 })
  for await (const message of messages) message.ack()
}

function measuredOperations({ telemetry }: Pair): readonly unknown[] {
  return telemetry.measurements
    .filter(({ name }) => name === 'messaging.client.operation.duration')
    .map(({ tags }) => tags['messaging.operation.name'])
}

function inSpan<T>({ telemetry }: Pair, name: string, work: () => Promise<T>): Promise<T> {
  const span = telemetry.tracerProvider.getTracer('app').startSpan(name)
  return context.with(trace.setSpan(context.active(), span), async () => {
    try {
      return await work()
    } finally {
      span.end()
    }
  })
}
