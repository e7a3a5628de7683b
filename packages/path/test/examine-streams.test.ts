import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  clockBounds,
  examineStreams,
  explain,
  render,
  trace,
  type StreamFacts,
} from '../src/index.ts'
import { connectForTest } from './topologies/connect-for-test.ts'

let server: NatsServer
let connection: NatsConnection
let manager: JetStreamManager

beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
  connection = await connect({ servers: server.url, user: 'app', pass: 'app', name: 'app' })
  manager = await jetstreamManager(connection)
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('a dry run into a full stream looks stored, and the stream itself tells that it is not', async () => {
  await manager.streams.add({ name: 'FULL', subjects: ['full'], discard: 'new', max_msgs: 1 })
  await jetstream(connection).publish('full', '')
  const { assembly } = await trace(connection, 'full')
  const streams = await examineStreams(connection, assembly)

  expect(explain(assembly).verdict).toMatchObject({ received: true })
  expect(explain(assembly, { streams }).verdict).toMatchObject({
    received: false,
    streams: [{ stream: 'FULL', outcome: 'rejected', reason: 'it has 1 of 1 messages' }],
    problems: [{ kind: 'stream-full', severity: 'error' }],
  })
})

test('a stream that is full of bytes is full', async () => {
  await manager.streams.add({ name: 'BYTES', subjects: ['bytes'], discard: 'new', max_bytes: 200 })
  await jetstream(connection).publish('bytes', 'x'.repeat(100))

  expect(await examined('bytes')).toMatchObject([
    { full: expect.stringMatching(/^it has \d+ of 200 bytes, and the message has \d+$/) },
  ])
})

test('a stream may be full for one subject only', async () => {
  await manager.streams.add({
    name: 'LAST',
    subjects: ['last.*'],
    discard: 'new',
    discard_new_per_subject: true,
    max_msgs_per_subject: 1,
  })
  await jetstream(connection).publish('last.a', '')

  expect(await examined('last.a')).toMatchObject([
    { stream: 'LAST', full: 'it has 1 of 1 messages of last.a' },
  ])
  expect((await examined('last.b'))[0]).not.toHaveProperty('full')
})

test('a stream that drops old messages is never full', async () => {
  await manager.streams.add({ name: 'OLD', subjects: ['old'], max_msgs: 1 })
  await jetstream(connection).publish('old', '')

  expect((await examined('old'))[0]).not.toHaveProperty('full')
})

test('a stream that became full by the delivery itself does not reject it', async () => {
  await manager.streams.add({ name: 'ONE', subjects: ['one'], discard: 'new', max_msgs: 1 })
  const { assembly } = await trace(connection, 'one', { deliver: true })
  const streams = await examineStreams(connection, assembly)

  expect(streams).toMatchObject([{ full: 'it has 1 of 1 messages' }])
  expect(explain(assembly, { streams }).verdict).toMatchObject({ received: true, problems: [] })
})

test('the consumers whose filters match are listed with what they have yet to do', async () => {
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.consumers.add('ORDERS', { durable_name: 'all', ack_policy: 'explicit' })
  await manager.consumers.add('ORDERS', { durable_name: 'new', filter_subject: 'orders.*.new' })
  await manager.consumers.add('ORDERS', {
    durable_name: 'gone',
    filter_subjects: ['orders.*.gone'],
  })
  await jetstream(connection).publish('orders.eu.new', '')
  await jetstream(connection).publish('orders.eu.new', '')
  const consumer = await jetstream(connection).consumers.get('ORDERS', 'all')
  await consumer.next({ expires: 1000 })

  const { assembly } = await trace(connection, 'orders.eu.new')
  const streams = await examineStreams(connection, assembly)

  expect(streams).toMatchObject([
    {
      stream: 'ORDERS',
      messages: 2,
      consumers: [
        { name: 'all', pending: 1, ackPending: 1, paused: false },
        { name: 'new', pending: 2, ackPending: 0, paused: false },
      ],
    },
  ])
  expect(render(assembly, { facts: { streams } })).toMatch(
    /consumer all +1 pending, 1 not acknowledged\n +└─ consumer new +2 pending, 0 not acknowledged/,
  )
})

test('more consumers than JetStream tells of at once are all listed', async () => {
  await manager.streams.add({ name: 'MANY', subjects: ['many'] })
  const names = Array.from({ length: 260 }, (_, index) => `c${index}`)
  await Promise.all(names.map((name) => manager.consumers.add('MANY', { durable_name: name })))

  const [facts] = await examined('many')

  expect(facts).toHaveProperty('consumers.length', 260)
})

test('a stream of another account is known by name only, and that is said', async () => {
  await manager.streams.add({ name: 'SHARED', subjects: ['shared'] })
  const { assembly } = await trace(connection, 'shared')
  const other = await connectForTest(server, { user: 'other' })
  const streams = await examineStreams(other, assembly)

  expect(streams).toEqual([
    {
      stream: 'SHARED',
      server: 'n1',
      unavailable: 'stream not found',
      hint: expect.stringMatching(/^\$JS\.API does not know it: .*domain.*apiPrefix/),
    },
  ])
  expect(render(assembly, { facts: { streams } })).toMatch(/consumers unknown +stream not found/)
})

test('an account without JetStream gets no facts, and that is said', async () => {
  await manager.streams.add({ name: 'KEPT', subjects: ['kept'] })
  const { assembly } = await trace(connection, 'kept')
  const plain = await connectForTest(server, { user: 'plain' })

  expect(await examineStreams(plain, assembly)).toEqual([
    {
      stream: 'KEPT',
      server: 'n1',
      unavailable: 'JetStream not enabled for account',
      hint: expect.stringContaining('by domain or apiPrefix'),
    },
  ])
})

test('a user who may not ask gets no facts, and that is said', async () => {
  await manager.streams.add({ name: 'SECRET', subjects: ['secret'] })
  const { assembly } = await trace(connection, 'secret')
  const limited = await connectForTest(server, { user: 'limited' })

  expect(await examineStreams(limited, assembly, { timeoutMs: 200 })).toEqual([
    {
      stream: 'SECRET',
      server: 'n1',
      unavailable: 'this user may not ask JetStream',
      hint: expect.stringMatching(
        /^let this user publish to \$JS\.API\.STREAM\.INFO\.SECRET and subscribe to its inboxes; or /,
      ),
    },
  ])
})

test('a user who may ask for the stream only is told that its consumers are unknown', async () => {
  await manager.streams.add({ name: 'HALF', subjects: ['half'] })
  await manager.consumers.add('HALF', { durable_name: 'hidden' })
  const { assembly } = await trace(connection, 'half')
  const half = await connectForTest(server, { user: 'half' })
  const streams = await examineStreams(half, assembly, { timeoutMs: 200 })

  expect(streams).toMatchObject([
    { consumers: [], consumersUnavailable: { unavailable: 'this user may not ask JetStream' } },
  ])
  expect(explain(assembly, { streams }).verdict.problems).toMatchObject([
    {
      kind: 'stream-unexamined',
      message: 'who consumes stream HALF could not be asked: this user may not ask JetStream',
      hint: expect.stringContaining('$JS.API.CONSUMER.LIST.HALF'),
    },
  ])
})

test('a message that was delivered has a sequence number, and one that was not has none', async () => {
  await manager.streams.add({ name: 'COUNTED', subjects: ['counted.*'] })
  await jetstream(connection).publish('counted.other', '')
  const dry = await trace(connection, 'counted.one')
  const real = await trace(connection, 'counted.one', { deliver: true })
  const streams = await examineStreams(connection, real.assembly)

  expect((await examineStreams(connection, dry.assembly))[0]).not.toHaveProperty('sequence')
  expect(streams).toMatchObject([{ sequence: 2 }])
  expect(explain(real.assembly, { streams }).verdict.streams).toMatchObject([{ sequence: 2 }])
})

test('a later message with the same context is not taken for it', async () => {
  await manager.streams.add({ name: 'ALIKE', subjects: ['alike'] })
  const headers = [['traceparent', [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`]]] as const
  const first = await trace(connection, 'alike', { deliver: true, headers })
  const sequenceAfterAnother = async () => {
    const { assembly } = await trace(connection, 'alike', { deliver: true, headers })
    expect((await examineStreams(connection, assembly))[0]).toHaveProperty('sequence')
    const [facts] = await examineStreams(connection, first.assembly)
    return facts
  }

  await expect.poll(sequenceAfterAnother).not.toHaveProperty('sequence')
})

test('a message without a traceparent cannot be told from others, and has no sequence number', async () => {
  await manager.streams.add({ name: 'NAMELESS', subjects: ['nameless'] })
  const options = { deliver: true, traceparent: false }
  const { assembly } = await trace(connection, 'nameless', options)

  expect((await examineStreams(connection, assembly))[0]).not.toHaveProperty('sequence')
})

test('a user who may not read the stream gets no sequence number, and all the rest', async () => {
  await manager.streams.add({ name: 'UNREAD', subjects: ['unread'] })
  const { assembly } = await trace(connection, 'unread', { deliver: true })
  const asker = await connectForTest(server, { user: 'asker' })
  const [facts] = await examineStreams(asker, assembly, { timeoutMs: 200 })

  expect(facts).toEqual({
    stream: 'UNREAD',
    server: 'n1',
    messages: 1,
    bytes: expect.any(Number),
    consumers: [],
  })
})

test('an examination that is aborted rejects with the reason', async () => {
  await manager.streams.add({ name: 'LATE', subjects: ['late'] })
  const { assembly } = await trace(connection, 'late')
  const limited = await connectForTest(server, { user: 'limited' })
  const reason = new Error('enough')
  const controller = new AbortController()
  const result = examineStreams(limited, assembly, { signal: controller.signal })
  controller.abort(reason)

  await expect(result).rejects.toBe(reason)
})

test('a trace that met no stream asks nobody', async () => {
  const { assembly } = await trace(connection, 'nobody')

  expect(await examineStreams(connection, assembly)).toEqual([])
})

test('the clock of a server on this machine is bounded to be right', async () => {
  const traced = await trace(connection, 'nobody')
  const [offset] = [...clockBounds(traced).values()]

  expect(Number(offset?.minNanos)).toBeLessThanOrEqual(50_000_000)
  expect(Number(offset?.maxNanos)).toBeGreaterThanOrEqual(-50_000_000)
})

const CONFIG = `
accounts {
  APP {
    jetstream: enabled
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: { publish: "open.>", subscribe: "_INBOX.>" } }
      { user: half, password: half, permissions: {
        publish: "$JS.API.STREAM.INFO.>", subscribe: "_INBOX.>" } }
      { user: asker, password: asker, permissions: {
        publish: ["$JS.API.STREAM.INFO.>", "$JS.API.CONSUMER.LIST.>"], subscribe: "_INBOX.>" } }
    ]
  }
  OTHER { jetstream: enabled, users [ { user: other, password: other } ] }
  PLAIN { users [ { user: plain, password: plain } ] }
}`

async function examined(subject: string): Promise<readonly StreamFacts[]> {
  return examineStreams(connection, (await trace(connection, subject)).assembly)
}
