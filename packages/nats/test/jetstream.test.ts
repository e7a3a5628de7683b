import { AckPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { contextOf } from '@hopscope/nats'
import { startPair, type Pair } from './pair.ts'

test('a publish ends with its acknowledgement and says where the message is stored', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  const ack = await jetstream(pair.traced).publish('orders.new', 'x', { msgID: 'order-1' })
  const again = await jetstream(pair.traced).publish('orders.new', 'x', { msgID: 'order-1' })

  expect([ack.seq, ack.duplicate, again.duplicate]).toEqual([1, false, true])
  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([
    'publish orders.new',
    'publish orders.new',
  ])
  expect(pair.telemetry.spans[0]).toMatchObject({
    kind: 'producer',
    attributes: {
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.nats.message.stream_sequence': 1,
      'messaging.message.id': 'order-1',
    },
  })
  expect(pair.telemetry.spans[1]?.attributes['messaging.nats.publish.duplicate']).toBe(true)
})

test('a publish that the stream refuses fails as it did, and so does its span', async () => {
  await using pair = await startPair()
  await addOrders(pair)

  const publish = jetstream(pair.traced).publish('orders.new', '', {
    expect: { lastSequence: 99 },
  })

  await expect(publish).rejects.toThrow('wrong last sequence')
  expect(pair.telemetry.spansNamed('publish orders.new')[0]).toMatchObject({
    status: { code: 'error', message: 'wrong last sequence: 0' },
    attributes: { 'error.type': '10071' },
  })
})

test('a consume loop runs in the context of each message, and its acks are events', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')
  await jetstream(pair.traced).publish('orders.new', '')

  const messages = await consumer.consume()
  let active: string | undefined
  for await (const message of messages) {
    await Promise.resolve()
    active = trace.getSpanContext(context.active())?.spanId
    expect(trace.getSpanContext(contextOf(message))?.spanId).toBe(active)
    message.working()
    message.ack()
    break
  }

  const [publish] = pair.telemetry.spansNamed('publish orders.new')
  const [process] = pair.telemetry.spansNamed('process orders.>')
  expect(process).toMatchObject({
    kind: 'consumer',
    spanId: active,
    traceId: publish?.traceId,
    parentSpanId: publish?.spanId,
    attributes: {
      'messaging.destination.name': 'orders.new',
      'messaging.destination.template': 'orders.>',
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.nats.message.stream_sequence': 1,
      'messaging.nats.message.delivery_count': 1,
      'messaging.nats.consumer.name': 'fulfilment',
      'messaging.consumer.group.name': 'fulfilment',
    },
    events: [{ name: 'in_progress' }, { name: 'ack' }],
    status: { code: 'unset' },
  })
})

test('a redelivery is another span of the same trace, with its count and its settlement', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')
  await jetstream(pair.traced).publish('orders.new', '')

  const messages = await consumer.consume({
    callback: (message) => settleLikeAFailingService(message),
  })
  await pair.telemetry.until((spans) => spans.filter(isProcess).length === 3)
  await messages.close()

  const attempts = pair.telemetry.spans.filter(isProcess)
  const [publish] = pair.telemetry.spansNamed('publish orders.new')
  expect(new Set(attempts.map((span) => span.parentSpanId))).toEqual(new Set([publish?.spanId]))
  expect(
    attempts.map(({ attributes, events, status }) => [
      attributes['messaging.nats.message.delivery_count'],
      events.map(({ name, attributes }) => [name, attributes]),
      attributes['error.type'],
      status.code,
    ]),
  ).toEqual([
    [1, [['nak', { 'messaging.nats.settle.delay_ms': 1 }]], 'nak', 'error'],
    [2, [['nak', {}]], 'nak', 'error'],
    [3, [['term', { 'messaging.nats.settle.reason': 'no such address' }]], 'term', 'error'],
  ])
})

test('a push consumer gives each message its context, whatever the subject it delivers to', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const manager = await jetstreamManager(pair.plain)
  await manager.consumers.add('ORDERS', {
    durable_name: 'pushed',
    deliver_subject: 'push.orders',
    ack_policy: AckPolicy.Explicit,
  })
  await jetstream(pair.traced).publish('orders.new', '')

  const consumer = await jetstream(pair.traced).consumers.getPushConsumer('ORDERS', 'pushed')
  let active: string | undefined
  for await (const message of await consumer.consume()) {
    active = trace.getSpanContext(context.active())?.spanId
    message.ack()
    break
  }

  const [publish] = pair.telemetry.spansNamed('publish orders.new')
  expect(pair.telemetry.spans.filter(({ kind }) => kind === 'consumer')).toMatchObject([
    {
      name: 'process ORDERS',
      spanId: active,
      parentSpanId: publish?.spanId,
      events: [{ name: 'ack' }],
    },
  ])
})

test('a push consumer that is only bound to is named after where it delivers', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const manager = await jetstreamManager(pair.plain)
  await manager.consumers.add('ORDERS', { deliver_subject: 'push.orders' })
  await jetstream(pair.plain).publish('orders.new', '')

  const consumer = await jetstream(pair.traced).consumers.getBoundPushConsumer({
    deliver_subject: 'push.orders',
  })
  let active: string | undefined
  for await (const _ of await consumer.consume()) {
    active = trace.getSpanContext(context.active())?.spanId
    break
  }

  expect(pair.telemetry.spans).toMatchObject([
    {
      name: 'process push.orders',
      spanId: active,
      attributes: { 'messaging.nats.stream.name': 'ORDERS' },
    },
  ])
})

test('wrong options are thrown by consume where they were', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')

  expect(() => consumer.consume({ expires: 1 })).toThrow('expires')
})

test('fetch gives each message its context too', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')
  await jetstream(pair.traced).publish('orders.new', '')

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 }))
    message.ack()

  expect(pair.telemetry.spansNamed('process orders.>')).toMatchObject([
    { events: [{ name: 'ack' }] },
  ])
})

test('what is published while a message is handled belongs to its trace', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const client = jetstream(pair.traced)
  const consumer = await client.consumers.get('ORDERS', 'fulfilment')
  await client.publish('orders.new', '')

  for await (const message of await consumer.consume()) {
    await client.publish('orders-dlq.new', message.data)
    message.term('given up')
    break
  }

  const [process] = pair.telemetry.spansNamed('process orders.>')
  expect(pair.telemetry.spansNamed('publish orders-dlq.new')[0]).toMatchObject({
    traceId: process?.traceId,
    parentSpanId: process?.spanId,
  })
})

test('a connection without tracing uses JetStream as before', async () => {
  await using pair = await startPair()
  await addOrders(pair)
  const consumer = await jetstream(pair.plain).consumers.get('ORDERS', 'fulfilment')

  await jetstream(pair.plain).publish('orders.new', 'x')
  const message = await consumer.next({ expires: 1000 })
  message?.ack()

  expect(message?.headers).toBeUndefined()
  expect(message?.string()).toBe('x')
  expect(pair.telemetry.spans).toEqual([])
})

async function addOrders({ plain }: Pair): Promise<void> {
  const manager = await jetstreamManager(plain)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.streams.add({ name: 'ORDERS_DLQ', subjects: ['orders-dlq.>'] })
  await manager.consumers.add('ORDERS', {
    durable_name: 'fulfilment',
    ack_policy: AckPolicy.Explicit,
    filter_subject: 'orders.>',
  })
}

function settleLikeAFailingService(message: JsMsg): void {
  if (message.info.deliveryCount === 1) message.nak(1)
  else if (message.info.deliveryCount === 2) message.nak()
  else message.term('no such address')
}

function isProcess({ name }: { readonly name: string }): boolean {
  return name === 'process orders.>'
}
