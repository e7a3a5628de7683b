import '@hopscope/observe/node'
import { jetstream, type ConsumerInfo } from '@nats-io/jetstream'
import { contextOf, instrument, process as processMessages } from '@hopscope/nats'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import type { NatsConnection } from '@nats-io/transport-node'
import { context, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { addOrders, startWorld } from './world.ts'

test('where prototypes cannot be wrapped, streams work as before, in the context of their senders', async () => {
  await using world = await startWorld()
  await addOrders(world.plain)
  freezePrototypes(world.plain)
  const telemetry = new InMemoryTelemetry()
  const errors: string[] = []
  const onError = (error: unknown): void => void errors.push(String(error))
  const traced = instrument(world.connection, { telemetry, onError })

  const ack = await jetstream(traced).publish('orders.new', 'x')
  const consumer = await jetstream(traced).consumers.get('ORDERS', 'worker')
  const messages = await consumer.fetch({ max_messages: 1, expires: 1000 })
  const seen: (string | undefined)[] = []
  await processMessages(messages, (message) => {
    seen.push(trace.getSpanContext(contextOf(message))?.spanId)
    seen.push(trace.getSpanContext(context.active())?.spanId)
    message.ack()
  })

  const [request] = telemetry.spansNamed('request orders.new')
  expect(ack.seq).toBe(1)
  expect(seen).toEqual([request?.spanId, request?.spanId])
  expect(errors).toEqual(
    expect.arrayContaining([
      expect.stringContaining("'publish'"),
      expect.stringContaining("'startBatch'"),
      expect.stringContaining("'consume'"),
      expect.stringContaining("'fetch'"),
      expect.stringContaining("'next'"),
    ]),
  )
})

// The prototypes of this file's process only.
function freezePrototypes(connection: NatsConnection): void {
  const client = jetstream(connection)
  const info = { name: 'none', stream_name: 'NONE', config: {} } as ConsumerInfo
  const pull = client.consumers.getConsumerFromInfo(info)
  for (const one of [client, pull]) Object.freeze(Object.getPrototypeOf(one))
}
