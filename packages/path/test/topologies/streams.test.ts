import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, trace, type TraceOptions } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { wayOf } from './way-of.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer()
  connection = await connect({ servers: server.url, name: 'shop' })
  const manager = await jetstreamManager(connection)
  for (const stream of STREAMS) await manager.streams.add(stream)
  const client = jetstream(connection)
  await client.publish('orders.first', '', { msgID: 'first' })
  for (const subject of ['full.1', 'single.1']) await client.publish(subject)
  // The client's types leave `sealed` out.
  const sealed = { name: 'SEALED', subjects: ['sealed.>'], sealed: true }
  await connection.request('$JS.API.STREAM.UPDATE.SEALED', JSON.stringify(sealed))
})

afterAll(async () => {
  await connection.close()
  await server.stop()
})

const OUTCOMES: readonly (readonly [outcome: string, subject: string, options: TraceOptions])[] = [
  ['ORDERS stored', 'orders.new', {}],
  ['ORDERS duplicate (msgid is duplicate)', 'orders.new', withHeader('Nats-Msg-Id', 'first')],
  [
    'CHECKED rejected (last sequence mismatch: 99 vs 0)',
    'checked.new',
    withHeader('Nats-Expected-Last-Sequence', '99'),
  ],
  [
    'CHECKED rejected (expected stream does not match)',
    'checked.new',
    withHeader('Nats-Expected-Stream', 'OTHER'),
  ],
  ['INTEREST no interest', 'interest.new', {}],
  ['SMALL rejected (maximum payload exceeded)', 'small.new', { payload: 'more than 8 bytes' }],
  ['SEALED rejected (invalid operation on sealed stream (10109))', 'sealed.new', {}],
  ['TRANSFORMED stored', 'from.new', {}],
  ['SILENT stored', 'silent.new', {}],
  ['CHECKED rejected (message TTL disabled)', 'checked.new', withHeader('Nats-TTL', '5s')],
  ['CHECKED rejected (rollup not permitted)', 'checked.new', withHeader('Nats-Rollup', 'sub')],
]

test.each(OUTCOMES)('a dry run foresees: %s', async (outcome, subject, options) => {
  const { assembly, complete } = await trace(connection, subject, options)

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toBe(`n1 ← client shop\n  stream ${outcome}`)
})

test.each(OUTCOMES)('a delivery ends as: %s', async (outcome, subject, options) => {
  const { assembly, complete } = await trace(connection, subject, { ...options, deliver: true })

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toBe(`n1 ← client shop\n  stream ${outcome}`)
})

test.each([
  ['full.2', 'FULL', 'maximum messages exceeded'],
  ['single.1', 'SINGLE', 'maximum messages per subject exceeded'],
])('a delivery to %s meets a stream that is full', async (subject, stream, reason) => {
  const { assembly } = await trace(connection, subject, { deliver: true })

  expect(wayOf(assembly)).toBe(`n1 ← client shop\n  stream ${stream} rejected (${reason})`)
  expect(render(assembly)).toContain(reason)
})

test.each([
  ['full.2', 'FULL'],
  ['single.1', 'SINGLE'],
])('a dry run to %s does not see that the stream is full', async (subject, stream) => {
  const { assembly } = await trace(connection, subject)

  expect(wayOf(assembly)).toBe(`n1 ← client shop\n  stream ${stream} stored`)
})

test('a stream that keeps by interest stores what a consumer wants', async () => {
  const manager = await jetstreamManager(connection)
  await manager.consumers.add('WANTED', { durable_name: 'reader', ack_policy: 'explicit' })
  const { assembly } = await trace(connection, 'wanted.new')

  expect(wayOf(assembly)).toBe('n1 ← client shop\n  stream WANTED stored')
})

test('a message is for a subscriber and for a stream at once', async () => {
  await listen(await connectForTest(server, { name: 'billing' }), 'orders.>')
  const { assembly } = await trace(connection, 'orders.new')

  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      stream ORDERS stored
      client billing"
  `)
})

test('tells under which subject a stream stores it', async () => {
  expect(render((await trace(connection, 'from.new')).assembly)).toContain('as to.new')
})

const STREAMS: readonly StreamSpec[] = [
  { name: 'ORDERS', subjects: ['orders.>'] },
  { name: 'CHECKED', subjects: ['checked.>'] },
  { name: 'INTEREST', subjects: ['interest.>'], retention: 'interest' },
  { name: 'WANTED', subjects: ['wanted.>'], retention: 'interest' },
  { name: 'SMALL', subjects: ['small.>'], max_msg_size: 8 },
  { name: 'SEALED', subjects: ['sealed.>'] },
  { name: 'SILENT', subjects: ['silent.>'], no_ack: true },
  { name: 'FULL', subjects: ['full.>'], max_msgs: 1, discard: 'new' },
  {
    name: 'SINGLE',
    subjects: ['single.>'],
    max_msgs_per_subject: 1,
    discard: 'new',
    discard_new_per_subject: true,
  },
  {
    name: 'TRANSFORMED',
    subjects: ['from.*'],
    subject_transform: { src: 'from.*', dest: 'to.{{wildcard(1)}}' },
  },
]

type StreamSpec = Parameters<JetStreamManager['streams']['add']>[0]

function withHeader(name: string, value: string): TraceOptions {
  return { headers: [[name, [value]]] }
}
