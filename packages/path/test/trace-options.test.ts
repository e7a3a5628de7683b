import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { trace, type Trace } from '../src/index.ts'

const UNSAMPLED = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
  connection = await connectAs('app')
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('a delivery that asks for replies has the reply subject it is given', async () => {
  const received = await messagesOn('greet')
  const result = await trace(connection, 'greet', { deliver: true, reply: 'answers.here' })
  await connection.flush()

  expect(received.map(({ reply }) => reply)).toEqual(['answers.here'])
  expect(result.replies).toBeUndefined()
})

test('a dry run keeps the replies of servers from the reply subject, and tells of them', async () => {
  const received = await messagesOn('answers.>')
  const result = await trace(connection, 'nobody.here', { reply: 'answers.here' })
  await connection.flush()

  expect(result.replies).toMatchObject([{ status: 503 }])
  expect(received).toEqual([])
})

test('a dry run tells the error with which a stream would reject the message', async () => {
  const headers = [['Nats-Expected-Last-Sequence', ['999999']]] as const
  const result = await trace(connection, 'orders.late', { headers, reply: 'answers.here' })

  expect(repliesOf(result)).toEqual([
    expect.objectContaining({ error: expect.objectContaining({ err_code: 10071 }) }),
  ])
})

test('a dry run of what a service would answer has no replies', async () => {
  await messagesOn('greet.service')

  await expect(trace(connection, 'greet.service', { reply: 'answers' })).resolves.toMatchObject({
    complete: true,
    replies: [],
  })
})

test('adds no traceparent when told so', async () => {
  const result = await trace(connection, 'greet.plain', { traceparent: false })

  expect(result.traceId).toBeUndefined()
  expect(result.events[0]?.headers.has('traceparent')).toBe(false)
})

test('a delivery can be traced as the account has it traced', async () => {
  const received = await messagesOn('greet.account')
  const result = await trace(connection, 'greet.account', BY_ACCOUNT)
  await connection.flush()

  expect(result).toMatchObject({ complete: true, dryRun: false })
  expect(result.events).toHaveLength(1)
  expect(received).toHaveLength(1)
  expect(received[0]?.headers?.has('Nats-Trace-Dest')).toBe(false)
})

test('what others have traced at the subject of the account is no part of the trace', async () => {
  const results = await Promise.all([
    trace(connection, 'greet.others', BY_ACCOUNT),
    trace(connection, 'greet.account', BY_ACCOUNT),
  ])
  const subjects = results.map(({ events }) => events.map(({ ingress }) => ingress.subject))

  expect(subjects).toEqual([['greet.others'], ['greet.account']])
})

test('a delivery that the account does not trace is incomplete, without events', async () => {
  const options = { ...BY_ACCOUNT, msgTraceDest: 'telemetry.elsewhere', timeoutMs: 50 }

  await expect(trace(connection, 'greet.account', options)).resolves.toMatchObject({
    complete: false,
    dryRun: false,
    events: [],
  })
})

test('the subject of the account may be one that the user may not publish to', async () => {
  const limited = await connectAs('limited')
  onTestFinished(() => limited.close())

  await expect(trace(limited, 'greet.account', BY_ACCOUNT)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: 'the server does not let this user publish to telemetry.hops',
  })
})

test('refuses to have an account trace a dry run, which would be delivered', async () => {
  await expect(trace(connection, 'a', { msgTraceDest: 'telemetry.hops' })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: 'msgTraceDest needs deliver: true, got false',
  })
})

test.each([
  ['none', { traceparent: false }],
  [UNSAMPLED, { headers: [['Traceparent', [UNSAMPLED]]] as const }],
  ['nonsense', { headers: [['traceparent', ['nonsense']]] as const }],
])('refuses to have an account trace by a traceparent that is %s', async (given, options) => {
  await expect(trace(connection, 'a', { ...BY_ACCOUNT, ...options })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: `msgTraceDest needs a traceparent that is sampled, got ${given}`,
  })
})

test.each(['Nats-Trace-Only', 'nats-trace-only'])('refuses the header %s', async (name) => {
  const options = { deliver: true, headers: [[name, ['true']]] as const }

  await expect(trace(connection, 'greet', options)).rejects.toMatchObject({
    code: 'HEADER_RESERVED',
    message: 'header Nats-Trace-Only is set by the trace itself',
  })
})

test('takes the headers of a message that was traced before', async () => {
  const headers = [
    ['Nats-Trace-Dest', ['trace disabled']],
    ['Nats-Trace-Hop', ['1.2']],
  ] as const

  await expect(trace(connection, 'greet', { headers })).resolves.toMatchObject({ complete: true })
})

test('refuses a message that is too large with its headers, and the connection lives on', async () => {
  const payload = new Uint8Array((connection.info?.max_payload ?? 0) - 100)

  await expect(trace(connection, 'greet', { payload })).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    message: expect.stringMatching(/^max_payload size exceeded: .* the server takes 1048576$/),
  })
  await expect(trace(connection, 'greet')).resolves.toMatchObject({ complete: true })
})

test.each(['', 'a b', '_INBOX.>', '_GR_.x'])('refuses an inbox prefix %j', async (inboxPrefix) => {
  await expect(trace(connection, 'greet', { inboxPrefix })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
})

test('refuses a reply subject with wildcards', async () => {
  await expect(trace(connection, 'greet', { reply: 'answers.*' })).rejects.toMatchObject({
    code: 'SUBJECT_INVALID',
  })
})

const BY_ACCOUNT = { deliver: true, msgTraceDest: 'telemetry.hops' }

const CONFIG = `
accounts {
  APP {
    jetstream: enabled
    msg_trace { dest: telemetry.hops, sampling: 100 }
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: { publish: ["greet.>", "_INBOX.>"] } }
    ]
  }
}`

function connectAs(user: string): Promise<NatsConnection> {
  return connect({ servers: server.url, user, pass: user })
}

/** What is published to the subject from now on. */
async function messagesOn(subject: string): Promise<readonly Msg[]> {
  const received: Msg[] = []
  const subscription = connection.subscribe(subject, {
    callback: (_error, msg) => void received.push(msg),
  })
  onTestFinished(() => subscription.unsubscribe())
  await connection.flush()
  return received
}

function repliesOf({ replies = [] }: Trace): readonly unknown[] {
  return replies.map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)))
}
