import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerConfig,
} from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a message of next that is worked on for longer than ack_wait has a span up to its ack', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair, { ack_wait: 200_000_000 })

  const message = await consumer.next({ expires: 1000 })
  await passing(pair, 150)
  message?.working()
  await passing(pair, 150)
  message?.ack()

  const [process] = pair.telemetry.spansNamed('process ORDERS')
  expect(process?.events.map(({ name }) => name)).toContain('ack')
})

test('an ackAck is measured once', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    await message.ackAck()
  }

  const settled = pair.telemetry.measurements
    .filter(
      ({ name, tags }) =>
        name === 'messaging.client.operation.duration' &&
        tags['messaging.operation.type'] === 'settle',
    )
    .map(({ tags }) => tags['messaging.operation.name'])
  expect(settled).toEqual(['ack_ack'])
})

test('the settle hook of an ackAck gets the span of the settlement', async () => {
  await using pair = await startPair({
    hooks: { settle: (span) => void span.setAttribute('hooked', true) },
  })
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    await message.ackAck()
  }

  const [settle] = pair.telemetry.spansNamed('ack_ack ORDERS')
  expect(settle?.attributes['hooked']).toBe(true)
})

test('a message of next on its second delivery is open for as long as its backoff', async () => {
  await using pair = await startPair()
  const consumer = await addOrders(pair, { backoff: [100_000_000, 5_000_000_000], max_deliver: 3 })

  await consumer.next({ expires: 1000 })
  const second = await consumer.next({ expires: 2000 })
  expect(second?.info.deliveryCount).toBe(2)
  await passing(pair, 300)
  second?.ack()

  const [, process] = pair.telemetry.spansNamed('process ORDERS')
  expect(process?.events.map(({ name }) => name)).toEqual(['ack'])
})

test('with settle spans, an ack that asks for the next message is a span too', async () => {
  await using pair = await startPair({ settle: 'spans' })
  const consumer = await addOrders(pair)

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    message.next('more')
  }

  expect(pair.telemetry.spansNamed('ack ORDERS')).toHaveLength(1)
})

/** Waits at the pace of the server. */
async function passing({ plain }: Pair, ms: number): Promise<void> {
  const start = Date.now()
  while (Date.now() - start < ms) await plain.flush()
}

async function addOrders(pair: Pair, config: Partial<ConsumerConfig> = {}): Promise<Consumer> {
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await consumers.add('ORDERS', {
    durable_name: 'worker',
    ack_policy: AckPolicy.Explicit,
    ...config,
  })
  await jetstream(pair.plain).publish('orders.new', '')
  return jetstream(pair.traced).consumers.get('ORDERS', 'worker')
}
