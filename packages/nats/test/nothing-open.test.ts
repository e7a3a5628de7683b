import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import { Objm } from '@nats-io/obj'
import type { TracerProvider } from '@opentelemetry/api'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { expect, test } from 'vitest'
import { asyncHandler, servicesOf } from './services.ts'

test.each([
  ['a batch that is never committed', leaveBatch],
  ['messages of next that nobody settles', leaveNext],
  ['a loop over a stream that is left', leaveLoop],
  ['a watch that is left', leaveWatch],
  ['an object that is not read', leaveObject],
  ['a service that is stopped while it answers', leaveService],
])('%s leaves no span open when the connection is closed', async (_, leave) => {
  await using server = await startNatsServer()
  const telemetry = new InMemoryTelemetry()
  const { tracerProvider, started } = counting(telemetry.tracerProvider)
  const connection = await connect({ servers: server.url })

  await leave(instrument(connection, { tracerProvider, lost: 'off' }))
  await connection.close()
  await telemetry.until((spans) => spans.length === started())

  expect(started()).toBeGreaterThan(1)
})

async function leaveBatch(connection: NatsConnection): Promise<void> {
  await addOrders(connection)
  const batch = await jetstream(connection).startBatch('orders.1', '')
  batch.add('orders.2', '')
}

async function leaveNext(connection: NatsConnection): Promise<void> {
  const consumer = await addOrders(connection)
  await consumer.next({ expires: 1000 })
  await consumer.next({ expires: 1000 })
}

async function leaveLoop(connection: NatsConnection): Promise<void> {
  const consumer = await addOrders(connection)
  for await (const _ of await consumer.consume()) break
}

async function leaveWatch(connection: NatsConnection): Promise<void> {
  const store = await new Kvm(connection).create('books')
  await store.put('1984', 'Orwell')
  for await (const _ of await store.watch()) break
}

async function leaveObject(connection: NatsConnection): Promise<void> {
  const store = await new Objm(connection).create('images')
  await store.putBlob({ name: 'cat', options: { max_chunk_size: 10 } }, new Uint8Array(100))
  await store.get('cat')
}

async function leaveService(connection: NatsConnection): Promise<void> {
  const service = await servicesOf(connection).add({ name: 'prices', version: '1.0.0' })
  service.addEndpoint(
    'price',
    asyncHandler(async (message) => {
      await service.stop()
      message.respond()
    }),
  )
  await connection.flush()
  await connection.request('price')
}

async function addOrders(connection: NatsConnection) {
  const { streams, consumers } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS', subjects: ['orders.*'], allow_atomic: true })
  await consumers.add('ORDERS', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  await jetstream(connection).publish('orders.1')
  await jetstream(connection).publish('orders.2')
  return jetstream(connection).consumers.get('ORDERS', 'worker')
}

/** The same provider, and how many spans it was asked for. */
function counting(provider: TracerProvider) {
  let count = 0
  const tracerProvider: TracerProvider = {
    getTracer(...scope) {
      const tracer = provider.getTracer(...scope)
      const startSpan: typeof tracer.startSpan = (...span) => {
        count++
        return tracer.startSpan(...span)
      }
      return { startSpan, startActiveSpan: tracer.startActiveSpan.bind(tracer) }
    },
  }
  return { tracerProvider, started: () => count }
}
