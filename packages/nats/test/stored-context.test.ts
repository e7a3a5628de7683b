import { AckPolicy, jetstream, jetstreamManager, type Consumer } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('each firing of a schedule is a trace of its own, linked to what set it up', async () => {
  await using pair = await startPair()
  const consumer = await addStream(pair)

  await jetstream(pair.traced).publish('orders.schedule', 'x', {
    schedule: { specification: { every: '1s' }, target: 'orders.fired' },
  })
  await settle(consumer, 3)

  const [publish] = pair.telemetry.spansNamed('publish orders.schedule')
  const firings = pair.telemetry.spans.filter(
    ({ attributes }) =>
      attributes['messaging.operation.name'] === 'process' &&
      attributes['messaging.destination.name'] === 'orders.fired',
  )
  expect(firings).toHaveLength(2)
  expect(firings.map(({ links }) => links[0]?.spanId)).toEqual([publish?.spanId, publish?.spanId])
  expect(firings.map(({ parentSpanId }) => parentSpanId)).toEqual([undefined, undefined])
  expect(new Set([publish?.traceId, ...firings.map(({ traceId }) => traceId)]).size).toBe(3)
})

test.each([['mirror'], ['sources']] as const)(
  'a message that a stream got by %s is below the span that sent it',
  async (by) => {
    await using pair = await startPair()
    await addStream(pair)
    const copies = await addCopy(pair, by)

    await jetstream(pair.traced).publish('orders.new', 'x')
    await settle(copies, 1)

    const [publish] = pair.telemetry.spansNamed('publish orders.new')
    expect(pair.telemetry.spansNamed('process COPY')).toMatchObject([
      { parentSpanId: publish?.spanId, traceId: publish?.traceId },
    ])
  },
)

test('a dead letter with the headers of what failed has a context of its own', async () => {
  await using pair = await startPair()
  const consumer = await addStream(pair)
  const client = jetstream(pair.traced)
  await client.publish('orders.new', 'x', { msgID: 'order-1' })

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    const { headers } = message
    await client.publish('dead.orders.new', message.data, headers ? { headers } : {})
    message.term('given up')
  }

  const [process] = pair.telemetry.spansNamed('process ORDERS')
  const [letter] = pair.telemetry.spansNamed('publish dead.orders.new')
  const { streams } = await jetstreamManager(pair.plain)
  const stored = await streams.getMessage('DEAD', { last_by_subj: 'dead.orders.new' })
  expect(process?.attributes['error.type']).toBe('term')
  expect(letter?.parentSpanId).toBe(process?.spanId)
  expect(stored?.header.values('traceparent')).toEqual([
    expect.stringContaining(letter?.spanId ?? 'none'),
  ])
  expect(stored?.header.get('Nats-Msg-Id')).toBe('order-1')
})

test('a dead letter that is published when its handler is done goes on with the trace', async () => {
  await using pair = await startPair()
  const consumer = await addStream(pair)
  await jetstream(pair.traced).publish('orders.new', 'x')

  const failed = await consumer.next({ expires: 1000 })
  failed?.term()
  const headers = failed?.headers
  await jetstream(pair.traced).publish('dead.orders.new', '', headers ? { headers } : {})

  const [publish] = pair.telemetry.spansNamed('publish orders.new')
  expect(pair.telemetry.spansNamed('publish dead.orders.new')[0]).toMatchObject({
    traceId: publish?.traceId,
    parentSpanId: publish?.spanId,
  })
})

async function addStream({ plain, traced }: Pair): Promise<Consumer> {
  const { streams, consumers } = await jetstreamManager(plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'], allow_msg_schedules: true })
  await streams.add({ name: 'DEAD', subjects: ['dead.>'] })
  await consumers.add('ORDERS', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  return jetstream(traced).consumers.get('ORDERS', 'worker')
}

async function addCopy({ plain, traced }: Pair, by: 'mirror' | 'sources'): Promise<Consumer> {
  const { streams, consumers } = await jetstreamManager(plain)
  const origin = { name: 'ORDERS' }
  await streams.add({
    name: 'COPY',
    ...(by === 'mirror' ? { mirror: origin } : { sources: [origin] }),
  })
  await consumers.add('COPY', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  return jetstream(traced).consumers.get('COPY', 'worker')
}

async function settle(consumer: Consumer, count: number): Promise<void> {
  for await (const message of await consumer.fetch({ max_messages: count, expires: 5000 })) {
    message.ack()
  }
}
