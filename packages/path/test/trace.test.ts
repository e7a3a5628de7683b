import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import {
  connect,
  RequestError,
  type NodeConnectionOptions,
  type NatsConnection,
} from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { storageOutcome, toSpans, trace, type Trace, type TraceItem } from '../src/index.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
  connection = await connectAs('app')
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.streams.add({ name: 'INTEREST', subjects: ['quiet.>'], retention: 'interest' })
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('a dry run tells who would get the message, and nobody gets it', async () => {
  const received: string[] = []
  await subscribeForTest('greet.*', (subject) => received.push(subject))
  const result = await trace(connection, 'greet.world', { payload: 'hello' })
  await connection.flush()

  expect(result).toMatchObject({ subject: 'greet.world', dryRun: true, complete: true })
  expect(itemsOf(result)).toMatchObject([{ type: 'egress', subscription: 'greet.*' }])
  expect(received).toEqual([])
})

test('a dry run tells which stream would store the message, and stores nothing', async () => {
  const result = await trace(connection, 'orders.dry')

  expect(outcomesOf(result)).toEqual(['ORDERS stored'])
  expect(await storedMessages('orders.dry')).toBe(0)
})

test('a delivery is stored exactly once', async () => {
  const result = await trace(connection, 'orders.real', { deliver: true, payload: 'one' })

  expect(result).toMatchObject({ dryRun: false, complete: true })
  expect(outcomesOf(result)).toEqual(['ORDERS stored'])
  expect(await storedMessages('orders.real')).toBe(1)
})

test('a delivery reaches a subscriber exactly once, with its payload and headers', async () => {
  const received: string[] = []
  await subscribeForTest('hello', (_subject, payload, header) =>
    received.push(`${payload} ${header}`),
  )
  await trace(connection, 'hello', { deliver: true, payload: 'one', headers: [['X-A', ['1']]] })
  await connection.flush()

  expect(received).toEqual(['one 1'])
})

test('a message that a stream had before is a duplicate', async () => {
  await jetstream(connection).publish('orders.twice', '', { msgID: 'twice' })
  const result = await trace(connection, 'orders.twice', { headers: [['Nats-Msg-Id', ['twice']]] })

  expect(outcomesOf(result)).toEqual(['ORDERS duplicate'])
})

test('a message that breaks an expectation is rejected', async () => {
  const headers = [['Nats-Expected-Last-Sequence', ['999999']]] as const
  const result = await trace(connection, 'orders.late', { headers })

  expect(outcomesOf(result)).toEqual(['ORDERS rejected'])
})

test('a stream that keeps by interest stores nothing that no consumer wants', async () => {
  expect(outcomesOf(await trace(connection, 'quiet.night'))).toEqual(['INTEREST no interest'])
})

test('a subject that nobody listens to is a complete trace without receivers', async () => {
  const result = await trace(connection, 'nobody.here')

  expect(result.complete).toBe(true)
  expect(itemsOf(result)).toEqual([])
})

test('a subject mapping is part of the way', async () => {
  await subscribeForTest('new.>', () => {})

  expect(itemsOf(await trace(connection, 'old.x'))).toMatchObject([
    { type: 'subject mapping', to: 'new.x' },
    { type: 'egress', subscription: 'new.>' },
  ])
})

test('the events of a trace become spans of the trace it names', async () => {
  const result = await trace(connection, 'orders.spans')
  const spans = result.events
    .flatMap((event) => toSpans(event)?.scopeSpans ?? [])
    .flatMap((scope) => scope.spans)

  expect(spans.map(({ name }) => name)).toEqual(['hop n1', 'store ORDERS'])
  expect(spans[0]).toMatchObject({ traceId: result.traceId, parentSpanId: result.producerSpanId })
})

test('an account with msg_trace gets no second set of events', async () => {
  const stray: string[] = []
  await subscribeForTest('telemetry.hops', (subject) => stray.push(subject))
  const result = await trace(connection, 'greet.once', { deliver: true })
  await connection.flush()

  expect(result.events).toHaveLength(1)
  expect(stray).toEqual([])
})

test('a subject that the user may not publish to is refused by name', async () => {
  const limited = await connectForTest('limited')

  const options = { inboxPrefix: '_INBOX_limited' }

  await expect(trace(limited, 'secret.x', options)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: 'the server does not let this user publish to secret.x',
  })
})

test('an inbox that the user may not have is refused, and one that it may have works', async () => {
  const limited = await connectForTest('limited')

  await expect(trace(limited, 'open.x')).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringMatching(/subscribe to _INBOX\./),
  })
  await expect(trace(limited, 'open.x', { inboxPrefix: '_INBOX_limited' })).resolves.toMatchObject({
    complete: true,
  })
})

test('a connection goes on working after a trace was refused', async () => {
  const limited = await connectForTest('limited')
  const options = { inboxPrefix: '_INBOX_limited' }
  await trace(limited, 'secret.x', options).catch(() => {})

  await expect(trace(limited, 'open.x', options)).resolves.toMatchObject({
    complete: true,
  })
})

test('a trace that is over listens to nothing', async () => {
  const result = await trace(connection, 'late')
  const inbox = result.events[0]?.headers.get('Nats-Trace-Dest')?.[0] ?? ''
  const answer = await connection.request(inbox, '', { timeout: 1000 }).catch((error) => error)

  expect(answer).toBeInstanceOf(RequestError)
  expect(answer.isNoResponders()).toBe(true)
})

test('an aborted trace rejects with the reason', async () => {
  const reason = new Error('enough')

  await expect(trace(connection, 'orders.x', { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  )
})

test('a trace that is aborted while it waits rejects with the reason', async () => {
  const reason = new Error('enough')
  const controller = new AbortController()
  const result = trace(connection, 'orders.x', { signal: controller.signal })
  controller.abort(reason)

  await expect(result).rejects.toBe(reason)
})

test('a connection that is closed while it traces is an error', async () => {
  const own = await connectAs('app')
  const result = trace(own, 'orders.x')
  const closed = own.close()

  await expect(result).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
  await closed
})

test('a closed connection is refused', async () => {
  const closed = await connectAs('app')
  await closed.close()

  await expect(trace(closed, 'orders.x')).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
})

test.each([0, -1, Number.NaN, 3e9])('refuses to wait %s ms', async (timeoutMs) => {
  await expect(trace(connection, 'orders.x', { timeoutMs })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
})

test('refuses to publish to a wildcard', async () => {
  await expect(trace(connection, 'orders.>')).rejects.toMatchObject({ code: 'SUBJECT_INVALID' })
})

const CONFIG = `
accounts {
  APP {
    jetstream: enabled
    msg_trace { dest: telemetry.hops, sampling: 100 }
    mappings { "old.*": "new.{{wildcard(1)}}" }
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: {
        publish: ["open.>", "_INBOX_limited.>"], subscribe: "_INBOX_limited.>" } }
    ]
  }
}`

function connectAs(user: string): Promise<NatsConnection> {
  const options: NodeConnectionOptions = { servers: server.url, user, pass: user, name: user }
  return connect(options)
}

async function connectForTest(user: string): Promise<NatsConnection> {
  const own = await connectAs(user)
  onTestFinished(() => own.close())
  return own
}

async function subscribeForTest(
  subject: string,
  onMessage: (subject: string, payload: string, header: string | undefined) => void,
): Promise<void> {
  const subscription = connection.subscribe(subject, {
    callback: (_error, msg) => onMessage(msg.subject, msg.string(), msg.headers?.get('X-A')),
  })
  onTestFinished(() => subscription.unsubscribe())
  await connection.flush()
}

async function storedMessages(subject: string): Promise<number> {
  const manager = await jetstreamManager(connection)
  const info = await manager.streams.info('ORDERS', { subjects_filter: subject })
  return info.state.subjects?.[subject] ?? 0
}

function itemsOf({ events }: Trace): readonly TraceItem[] {
  return events.flatMap(({ items }) => items)
}

function outcomesOf(result: Trace): readonly string[] {
  return itemsOf(result).flatMap((item) =>
    item.type === 'storage' ? [`${item.stream} ${storageOutcome(item)}`] : [],
  )
}
