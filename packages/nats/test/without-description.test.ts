import { jetstream, type JsMsg } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { tracedConsume } from '../src/jetstream/consume.ts'
import { startPair } from './pair.ts'
import { addOrders } from './world.ts'

test('a consumer that does not describe itself is named after the stream of its messages', async () => {
  await using pair = await startPair()
  await addOrders(pair.plain)
  await jetstream(pair.plain).publish('orders.new', '')
  const consumer = await jetstream(pair.plain).consumers.get('ORDERS', 'worker')
  const fetch = tracedConsume(() => consumer.fetch({ max_messages: 1, expires: 1000 }))

  const messages: AsyncIterable<JsMsg> = await fetch.call({ api: { nc: pair.traced } })
  for await (const _ of messages);

  expect(pair.telemetry.spans).toMatchObject([
    { name: 'process ORDERS', attributes: { 'messaging.nats.stream.name': 'ORDERS' } },
  ])
})
