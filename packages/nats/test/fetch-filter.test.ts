import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a filter is only asked about subjects, never about a pattern', async () => {
  const asked: string[] = []
  await using pair = await startPair({
    filter(subject) {
      asked.push(subject)
      return true
    },
  })
  const consumer = await startConsumer(pair)

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 }))
    message.ack()

  expect(asked).toEqual(['orders.1'])
})

test('a message that the filter leaves out is in no span of a fetch', async () => {
  await using pair = await startPair({ filter: { exclude: ['orders.1'] } })
  const consumer = await startConsumer(pair)

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 }))
    message.ack()
  await pair.traced.flush()

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual([])
})

async function startConsumer({ plain, traced }: Pair) {
  const { streams, consumers } = await jetstreamManager(plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.*'] })
  await consumers.add('ORDERS', {
    durable_name: 'worker',
    ack_policy: AckPolicy.Explicit,
    filter_subject: 'orders.*',
  })
  await jetstream(plain).publish('orders.1')
  return jetstream(traced).consumers.get('ORDERS', 'worker')
}
