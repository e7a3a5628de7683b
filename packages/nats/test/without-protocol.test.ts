import '@hopscope/observe/node'
import { jetstream } from '@nats-io/jetstream'
import { instrument } from '@hopscope/nats'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import type { NatsConnection } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { addOrders, startWorld, type World } from './world.ts'

test('without the protocol handler, what is published, requested and answered keeps its trace', async () => {
  await using world = await startWorld()
  const { traced, telemetry } = instrumented(world)
  traced.subscribe('price', { callback: (_, message) => void message.respond('42') })
  await traced.flush()

  const reply = await traced.request('price')
  traced.publish('price', '')

  await telemetry.until((spans) => spans.length === 5)
  const [request] = telemetry.spansNamed('request price')
  const [process] = telemetry.spansNamed('process price')
  const [answer] = telemetry.spansNamed('reply (temporary)')
  expect(process?.parentSpanId).toBe(request?.spanId)
  expect(answer?.parentSpanId).toBe(process?.spanId)
  expect(reply.headers?.get('traceparent')).toContain(answer?.spanId)
  expect(telemetry.spansNamed('publish price')).toHaveLength(1)
})

test('without the protocol handler, a reply is answered once and its options stay', async () => {
  await using world = await startWorld()
  const { traced } = instrumented(world)
  traced.subscribe('price', {
    callback: (_, message) => void message.respond('42', { reply: 'more' }),
  })
  await traced.flush()

  const replies = await world.plain.requestMany('price', '', { maxWait: 200 })
  const seen: unknown[] = []
  for await (const reply of replies) seen.push([reply.string(), reply.reply])

  expect(seen).toEqual([['42', 'more']])
})

test('without the protocol handler, streams are traced, and acks are events', async () => {
  await using world = await startWorld()
  const { traced, telemetry } = instrumented(world)
  await addOrders(world.plain)
  await jetstream(traced).publish('orders.new', 'x')
  const consumer = await jetstream(traced).consumers.get('ORDERS', 'worker')

  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    message.working()
    message.nak(3000)
  }

  const [publish] = telemetry.spansNamed('publish orders.new')
  const [process] = telemetry.spansNamed('process ORDERS')
  expect(process).toMatchObject({
    parentSpanId: publish?.spanId,
    events: [
      { name: 'in_progress' },
      { name: 'nak', attributes: { 'messaging.nats.settle.delay_ms': 3000 } },
    ],
  })
})

function instrumented({ connection }: World) {
  const telemetry = new InMemoryTelemetry()
  return { telemetry, traced: instrument(withoutProtocol(connection), { telemetry, lost: 'off' }) }
}

/** The connection, as if nats.js had moved its protocol handler. */
function withoutProtocol(connection: NatsConnection): NatsConnection {
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'protocol') return undefined
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
