import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type JsMsg,
} from '@nats-io/jetstream'
import type { InstrumentOptions } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('ackAck is a span that ends when the server has confirmed the ack', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch(ONE)) expect(await message.ackAck()).toBe(true)

  const [settle] = pair.telemetry.spansNamed('ack_ack ORDERS')
  const [process] = pair.telemetry.spansNamed('process ORDERS')
  expect(settle).toMatchObject({
    kind: 'client',
    parentSpanId: process?.spanId,
    status: { code: 'unset' },
    attributes: {
      'messaging.operation.name': 'ack_ack',
      'messaging.operation.type': 'settle',
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.nats.message.stream_sequence': 1,
      'messaging.nats.message.delivery_count': 1,
    },
  })
  expect(process?.events.map(({ name }) => name)).toEqual(['ack'])
})

test('a second ackAck sends nothing, and is no span', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch(ONE)) {
    await message.ackAck()
    expect(await message.ackAck()).toBe(false)
  }

  expect(pair.telemetry.spansNamed('ack_ack ORDERS')).toHaveLength(1)
})

test('an ackAck that is not confirmed fails as it did, and so does its span', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair)
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)

  for await (const message of await consumer.fetch(ONE)) {
    await (await jetstreamManager(pair.plain)).streams.delete('ORDERS')
    await expect(message.ackAck({ timeout: 50 })).rejects.toThrow(/timeout|no responders/)
  }
  await pair.traced.flush()
  process.off('unhandledRejection', onRejection)

  const [settle] = pair.telemetry.spansNamed('ack_ack ORDERS')
  expect(settle?.status.code).toBe('error')
  expect(rejections).toEqual([])
})

test('with settle spans each settlement is a span below the handling, and no event', async () => {
  await using pair = await startPair({ settle: 'spans' })
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch(ONE)) {
    message.working()
    message.nak(2000)
  }

  const [process] = pair.telemetry.spansNamed('process ORDERS')
  const [working] = pair.telemetry.spansNamed('in_progress ORDERS')
  const [nak] = pair.telemetry.spansNamed('nak ORDERS')
  expect([working?.parentSpanId, nak?.parentSpanId]).toEqual([process?.spanId, process?.spanId])
  expect(nak).toMatchObject({
    kind: 'client',
    attributes: { 'messaging.nats.settle.delay_ms': 2000 },
  })
  expect(process).toMatchObject({
    events: [],
    status: { code: 'error' },
    attributes: { 'error.type': 'nak' },
  })
})

test('with settle spans an ack that comes when the handler is done still belongs to it', async () => {
  await using pair = await startPair({ settle: 'spans' })
  const consumer = await addOrders(pair)

  const message = await consumer.next({ expires: 1000 })
  message?.ack()

  const [process] = pair.telemetry.spansNamed('process ORDERS')
  expect(pair.telemetry.spansNamed('ack ORDERS')[0]?.parentSpanId).toBe(process?.spanId)
})

test('with settle spans an ackAck is one span, not two', async () => {
  await using pair = await startPair({ settle: 'spans' })
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch(ONE)) await message.ackAck()

  const settled = pair.telemetry.spans.filter(({ name }) => name.includes('ack'))
  expect(settled.map(({ name }) => name)).toEqual(['ack_ack ORDERS'])
})

test('the settle hook gets the span that tells of the settlement, and what was settled how', async () => {
  const seen: unknown[] = []
  const options: InstrumentOptions = {
    hooks: {
      settle(span, settlement) {
        span.setAttribute('settled', settlement.kind)
        seen.push(settlement)
      },
    },
  }
  await using pair = await startPair(options)
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch(ONE)) message.term('no such address')

  expect(seen).toEqual([{ kind: 'term', reason: 'no such address' }])
  expect(pair.telemetry.spansNamed('process ORDERS')[0]?.attributes['settled']).toBe('term')
})

test('a connection without tracing settles as before', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair)
  for await (const _ of await consumer.fetch(ONE)) break
  const plain = await jetstream(pair.plain).consumers.get('ORDERS', 'fulfilment')
  await jetstream(pair.plain).publish('orders.new', '')

  const message: JsMsg | null = await plain.next({ expires: 1000 })

  expect(await message?.ackAck()).toBe(true)
  expect(pair.telemetry.spansNamed('ack_ack ORDERS')).toEqual([])
})

const ONE = { max_messages: 1, expires: 1000 }

/** A stream with one message, and a consumer of it on the traced connection. */
async function addOrders(pair: Pair): Promise<Consumer> {
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await consumers.add('ORDERS', { durable_name: 'fulfilment', ack_policy: AckPolicy.Explicit })
  await jetstream(pair.plain).publish('orders.new', '')
  return jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')
}
