import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ProbeRequest } from '../src/api/probe-view.ts'
import { connectionStatus } from '../src/nats/connection-status.ts'
import { probePort } from '../src/nats/probe-port.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ name: 'n1', config: CONFIG })
  connection = await connect({ servers: server.url, user: 'app', pass: 'pw' })
  const { streams } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await streams.add({ name: 'FULL', subjects: ['full'], max_msgs: 1, discard: 'new' })
  await jetstream(connection).publish('full')
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('a probe tells where the message would go, and with what it was sent', async () => {
  const { result } = await probe({ subject: 'orders.new', headers: [['tenant', 't-12']] })
  const { streams } = await jetstreamManager(connection)

  expect(result).toMatchObject({ isComplete: true, verdict: 'would be stored in ORDERS' })
  expect(result.text).toContain('n1')
  expect(new Map(result.headers)).toEqual(
    new Map([
      ['tenant', 't-12'],
      ['Nats-Trace-Only', 'true'],
      ['Nats-Trace-Dest', expect.stringMatching(/^_INBOX\./)],
      ['traceparent', expect.stringContaining(result.traceId ?? 'no trace')],
    ]),
  )
  expect((await streams.info('ORDERS')).state.messages).toBe(0)
})

test('a probe is kept as a trace: the one who sent it, above the hops of servers', async () => {
  const { result, spans } = await probe({ subject: 'orders.new' })
  const all = spans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((of) => of.spans))
  const producer = all.find(({ kind }) => kind === 'producer')
  const hop = all.find(({ name }) => name === 'hop n1')

  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([result.traceId]))
  expect(producer).toMatchObject({ name: 'publish orders.new' })
  expect(producer?.parentSpanId).toBeUndefined()
  expect(hop?.parentSpanId).toBe(producer?.spanId)
})

test('a probe that is to deliver delivers', async () => {
  const received: string[] = []
  const subscription = connection.subscribe('greet', {
    callback: (_error, message) => {
      received.push(message.string())
    },
  })
  onTestFinished(() => subscription.unsubscribe())
  await connection.flush()
  const { result } = await probe({ subject: 'greet', payload: 'hello', deliver: true })
  await connection.flush()

  expect(result.verdict).toBe('delivered to 1 subscriber')
  expect(received).toEqual(['hello'])
})

test('why a stream would reject the message is told', async () => {
  const { result } = await probe({ subject: 'full' })

  expect(result.text).toContain('would reject: it has 1 of 1 messages')
})

test('below the span of somebody else a probe has none of its own', async () => {
  const traceparent = `00-${'5'.repeat(32)}-${'6'.repeat(16)}-01`
  const { result, spans } = await probe({
    subject: 'orders.new',
    headers: [['Traceparent', traceparent]],
  })
  const [hop] = spans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((of) => of.spans))

  expect(result.traceId).toBe('5'.repeat(32))
  expect(hop).toMatchObject({ name: 'hop n1', parentSpanId: '6'.repeat(16) })
})

test.each([
  ['orders.*', 'SUBJECT_INVALID'],
  ['$SYS.REQ.SERVER.PING', 'SUBJECT_RESERVED'],
  ['forbidden', 'PERMISSION_DENIED'],
])('%s cannot be probed', async (subject, code) => {
  await expect(probe({ subject })).rejects.toMatchObject({ code })
})

test('the connection is told of by its server and account, without user and password', async () => {
  const status = connectionStatus(connection)
  await expect.poll(() => status().account).toBe('APP')

  expect(status()).toEqual({
    state: 'connected',
    server: `n1 at ${connection.getServer()}`,
    account: 'APP',
  })
  expect(connectionStatus(undefined)()).toEqual({ state: 'none' })
})

test('a connection that was closed is told to be so', async () => {
  const other = await connect({ servers: server.url, user: 'app', pass: 'pw' })
  const status = connectionStatus(other)
  await other.close()

  expect(status().state).toBe('closed')
})

test('what follows a connection ends when it is told to', async () => {
  const before = followersOf(connection)
  const ending = new AbortController()
  connectionStatus(connection, ending.signal)
  const during = followersOf(connection)
  ending.abort()

  await expect.poll(() => followersOf(connection)).toBe(before)
  expect(during).toBe(before + 1)
})

function probe(request: ProbeRequest) {
  return probePort(connection).probe(request, new AbortController().signal)
}

/** How many queues of changes the connection fills. */
function followersOf(of: NatsConnection): number {
  const { protocol } = of as NatsConnection & {
    readonly protocol: { readonly listeners: unknown[] }
  }
  return protocol.listeners.length
}

const CONFIG = `accounts {
  APP {
    jetstream: enabled
    users: [ { user: app, password: pw, permissions: { publish: { deny: [ forbidden ] } } } ]
  }
}`
