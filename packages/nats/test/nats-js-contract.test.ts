import { AckPolicy, jetstream, jetstreamManager, type ConsumerMessages } from '@nats-io/jetstream'
import { Bucket, Kvm } from '@nats-io/kv'
import { Objm } from '@nats-io/obj'
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parserNumbers } from '../src/wire/parser-numbers.ts'
import { servicesOf } from './services.ts'

// What is private in nats.js and yet relied on. Each has something public to fall back on: when a
// test fails here, tracing has become slower or poorer, and none of it has broken.

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

test.each([
  ['a connection sends through protocol.publish', 'connection.protocol.publish'],
  ['a connection writes commands to its server', 'connection.protocol.sendCommand'],
  ['a connection counts the messages it sends', 'connection.protocol.outMsgs'],
  ['a connection counts the bytes it sends', 'connection.protocol.outBytes'],
  ['a connection knows the limit of its server', 'connection.protocol.info.max_payload'],
  ['a connection parses what comes by protocol.parser', 'connection.protocol.parser.parse'],
  ['a connection makes another parser when it resets', 'connection.protocol.resetOutbound'],
  ['a connection has its options', 'connection.options.inboxPrefix'],
  ['a JetStream client has its connection', 'client.nc.info.server_name'],
  ['a client has publish on its prototype', 'client.prototype.publish'],
  ['a pull consumer has its connection', 'pull.api.nc.info.server_name'],
  ['a pull consumer has its description', 'pull._info.config.durable_name'],
  ['a pull consumer has consume on its prototype', 'pull.prototype.consume'],
  ['a pull consumer has fetch on its prototype', 'pull.prototype.fetch'],
  ['a pull consumer has next on its prototype', 'pull.prototype.next'],
  ['a client has startBatch on its prototype', 'client.prototype.startBatch'],
  ['a batch has add on its prototype', 'batch.prototype.add'],
  ['a batch has commit on its prototype', 'batch.prototype.commit'],
  ['a push consumer has its connection', 'push.api.nc.info.server_name'],
  ['a push consumer has its description', 'push._info.config.deliver_subject'],
  ['a push consumer has consume on its prototype', 'push.prototype.consume'],
  ['a message of a stream has ackAck on its prototype', 'stored.prototype.ackAck'],
  ['a message of a stream knows whether it was settled', 'stored.didAck'],
  ['a service has its connection', 'service.nc.info.server_name'],
  ['a service has its queue group', 'service.config.queue'],
  ['a service has _addEndpoint on its prototype', 'service.prototype._addEndpoint'],
  ['a store of values has its connection', 'values.js.nc.info.server_name'],
  ['a store of values has get on its prototype', 'values.prototype.get'],
  ['a store of values has watch on its prototype', 'values.prototype.watch'],
  ['a store of values has history on its prototype', 'values.prototype.history'],
  ['a store of values has keys on its prototype', 'values.prototype.keys'],
  ['a value that was read has its message', 'value.sm.header'],
  ['a store of objects has its connection', 'objects.js.nc.info.server_name'],
  ['a store of objects has put on its prototype', 'objects.prototype.put'],
  ['a store of objects has get on its prototype', 'objects.prototype.get'],
  ['a store of objects has delete on its prototype', 'objects.prototype.delete'],
  ['a store of objects has watch on its prototype', 'objects.prototype.watch'],
  ['a store of objects reads messages of its stream', 'objects.jsm.streams.getMessage'],
  ['a store of objects knows subjects', 'objects._metaSubject'],
  ['the replies to a request tell when they end', 'replies.iterClosed.then'],
])('%s (%s)', (_, path) => {
  const [name = '', ...rest] = path.split('.')

  expect(valueAt(Reflect.get(world, name), rest)).toBeDefined()
})

test('the parser of a connection is the one that messages can be read in place of', () => {
  const parser = valueAt(world.connection, ['protocol', 'parser'])

  expect(parserNumbers(Object(parser))).toEqual({ start: 0, message: 2 })
})

test('Bucket of @nats-io/kv is the class of its stores', () => {
  expect(Object.getPrototypeOf(world.values)).toBe(Bucket.prototype)
})

test('an ack is sent through protocol.publish', async () => {
  const subjects: string[] = []
  const protocol: Protocol = Reflect.get(world.connection, 'protocol')
  const publish = protocol.publish.bind(protocol)
  protocol.publish = (subject, ...rest) => {
    subjects.push(subject)
    publish(subject, ...rest)
  }

  Reflect.apply(Reflect.get(world.stored, 'ack'), world.stored, [])

  expect(subjects).toEqual([expect.stringMatching(/^\$JS\.ACK\./)])
})

interface Protocol {
  publish(subject: string, ...rest: readonly unknown[]): void
}

/** One of each kind of object that is looked into. */
interface World extends AsyncDisposable {
  readonly connection: NatsConnection
  readonly client: object
  readonly pull: object
  readonly push: object
  readonly stored: object
  readonly replies: AsyncIterable<Msg>
  readonly batch: object
  readonly service: object
  readonly values: object
  readonly value: object | null
  readonly objects: object
}

async function startWorld(): Promise<World> {
  const server = await startNatsServer({ name: 'n1' })
  const connection = await connect({ servers: server.url, inboxPrefix: 'mine' })
  const { streams, consumers } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'], allow_atomic: true })
  await consumers.add('ORDERS', { durable_name: 'pull', ack_policy: AckPolicy.Explicit })
  await consumers.add('ORDERS', { durable_name: 'push', deliver_subject: 'push.orders' })
  const client = jetstream(connection)
  await client.publish('orders.new')
  const pull = await client.consumers.get('ORDERS', 'pull')
  const values = await new Kvm(connection).create('books')
  await values.put('1984', 'Orwell')
  return {
    connection,
    client,
    pull,
    push: await client.consumers.getPushConsumer('ORDERS', 'push'),
    stored: await first(await pull.fetch({ max_messages: 1, expires: 1000 })),
    replies: await connection.requestMany('nobody', '', { maxWait: 1 }),
    batch: await client.startBatch('orders.new', ''),
    service: await servicesOf(connection).add({ name: 'prices', version: '1.0.0' }),
    values,
    value: await values.get('1984'),
    objects: await new Objm(connection).create('images'),
    async [Symbol.asyncDispose]() {
      await connection.close()
      await server.stop()
    },
  }
}

async function first(messages: ConsumerMessages): Promise<object> {
  for await (const message of messages) return message
  throw new Error('no message was fetched')
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path
  if (name === undefined || typeof value !== 'object' || value === null) return value
  return valueAt(
    name === 'prototype' ? Object.getPrototypeOf(value) : Reflect.get(value, name),
    rest,
  )
}
