import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerConfig,
} from '@nats-io/jetstream'
import { contextOf, withMessage } from '@hopscope/nats'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a message of next has a span that ends when it is acknowledged', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  const message = await consumer.next({ expires: 1000 })
  const before = pair.telemetry.spansNamed('process ORDERS').length
  message?.working()
  message?.ack()

  const [process] = pair.telemetry.spansNamed('process ORDERS')
  expect(before).toBe(0)
  expect(process).toMatchObject({
    kind: 'consumer',
    parentSpanId: pair.telemetry.spansNamed('publish orders.1')[0]?.spanId,
    events: [{ name: 'in_progress' }, { name: 'ack' }],
    attributes: { 'messaging.nats.message.delivery_count': 1 },
  })
  expect(pair.telemetry.spansNamed('process ORDERS')).toHaveLength(1)
})

test('work goes on in the context of a message of next', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  const message = await consumer.next({ expires: 1000 })
  const active = message && withMessage(message, activeSpanId)
  expect(activeSpanId()).toBeUndefined()
  expect(message && trace.getSpanContext(contextOf(message))?.spanId).toBe(active)
  message?.ack()

  expect(pair.telemetry.spansNamed('process ORDERS')[0]?.spanId).toBe(active)
})

test('a message of next that is refused is a span that failed, and its next delivery another', async () => {
  await using pair = await startPair()
  // With one message at a time, the next one is the refused one again.
  const consumer = await startConsumer(pair, { max_ack_pending: 1 })

  const first = await consumer.next({ expires: 1000 })
  first?.nak()
  const second = await consumer.next({ expires: 1000 })
  await second?.ackAck()

  expect(
    pair.telemetry
      .spansNamed('process ORDERS')
      .map(({ status, attributes }) => [
        status.code,
        attributes['messaging.nats.message.delivery_count'],
      ]),
  ).toEqual([
    ['error', 1],
    ['unset', 2],
  ])
  expect(pair.telemetry.spansNamed('ack_ack ORDERS')[0]?.parentSpanId).toBe(
    pair.telemetry.spansNamed('process ORDERS')[1]?.spanId,
  )
})

test('with settle spans an ack of a message of next is a span below it', async () => {
  await using pair = await startPair({ settle: 'spans' })
  const consumer = await startConsumer(pair)

  const message = await consumer.next({ expires: 1000 })
  message?.ack()

  expect(pair.telemetry.spansNamed('ack ORDERS')[0]?.parentSpanId).toBe(
    pair.telemetry.spansNamed('process ORDERS')[0]?.spanId,
  )
})

test('a message that is settled by nobody ends when the server would deliver it again', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair, { ack_wait: 50_000_000 })

  await consumer.next({ expires: 1000 })
  await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'process ORDERS'))

  expect(pair.telemetry.spansNamed('process ORDERS')[0]?.status.code).toBe('unset')
})

test('where nothing is acknowledged a message ends with the next call of next', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair, { ack_policy: AckPolicy.None })

  await consumer.next({ expires: 1000 })
  const before = pair.telemetry.spansNamed('process ORDERS').length
  await consumer.next({ expires: 1000 })

  expect(before).toBe(0)
  expect(pair.telemetry.spansNamed('process ORDERS')).toHaveLength(1)
})

test('messages that are handled at the same time do not end each other', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair)

  const first = await consumer.next({ expires: 1000 })
  const second = await consumer.next({ expires: 1000 })
  second?.ack()
  const [ended] = pair.telemetry.spansNamed('process ORDERS')
  first?.ack()

  expect(ended?.attributes['messaging.destination.name']).toBe('orders.2')
  expect(pair.telemetry.spansNamed('process ORDERS')).toHaveLength(2)
})

test('what is still open when the connection is closed ends with it', async () => {
  const pair = await startPair()
  const consumer = await startConsumer(pair)

  await consumer.next({ expires: 1000 })
  await pair[Symbol.asyncDispose]()

  expect(pair.telemetry.spansNamed('process ORDERS')).toHaveLength(1)
})

test('a next for which nothing comes has no span', async () => {
  await using pair = await startPair()
  const consumer = await startConsumer(pair, { filter_subject: 'orders.none' })

  expect(await consumer.next({ expires: 1000 })).toBeNull()

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([
    'publish orders.1',
    'publish orders.2',
  ])
})

test('an ordered consumer gives each message its context, in a loop and by next', async () => {
  await using pair = await startPair()
  await startConsumer(pair)
  const client = jetstream(pair.traced)

  const active: (string | undefined)[] = []
  for await (const message of await (await client.consumers.get('ORDERS')).consume()) {
    active.push(activeSpanId())
    if (message.info.pending === 0) break
  }
  await (await client.consumers.get('ORDERS')).next({ expires: 1000 })
  await pair.traced.close()

  const spans = pair.telemetry.spansNamed('process ORDERS')
  expect(spans.slice(0, 2).map(({ spanId }) => spanId)).toEqual(active)
  expect(spans.map(({ attributes }) => attributes['messaging.nats.consumer.name'])).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(spans[2]?.parentSpanId).toBe(pair.telemetry.spansNamed('publish orders.1')[0]?.spanId)
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
  await jetstream(traced).publish('orders.1')
  await jetstream(traced).publish('orders.2')
  return jetstream(traced).consumers.get('ORDERS', 'worker')
}

function activeSpanId(): string | undefined {
  return trace.getSpanContext(context.active())?.spanId
}
