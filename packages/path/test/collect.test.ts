import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { collect, PathCollector, render, type Collection } from '../src/index.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ name: 'n1', config: CONFIG })
  connection = await connectAs('app')
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('gathers what servers report of a message that is published by other means', async () => {
  const collection = await collect(connection, (destination) =>
    jetstream(connection).publish('orders.new', 'a lamp', { headers: tracedTo(destination) }),
  )

  expect(collection.complete).toBe(true)
  expect(waysOf(collection)).toEqual(['n1', '└─ stream ORDERS'])
})

test('gathers what an account has reported of one trace among others', async () => {
  const options = { subject: 'telemetry.hops', traceId: 'a'.repeat(32) }
  const collection = await collect(
    connection,
    () => {
      connection.publish('other', '', { headers: sampled('b'.repeat(32)) })
      connection.publish('orders.new', '', { headers: sampled('a'.repeat(32)) })
    },
    options,
  )

  expect(collection.events.map(({ ingress }) => ingress.subject)).toEqual(['orders.new'])
})

test('tells the messages of one trace apart by the span that published them', async () => {
  const traceId = 'c'.repeat(32)
  const options = { subject: 'telemetry.*', traceId, producerSpanId: '2'.repeat(16) }
  const { events } = await collect(
    connection,
    () => {
      connection.publish('first', '', { headers: sampled(traceId, '1'.repeat(16)) })
      connection.publish('second', '', { headers: sampled(traceId, '2'.repeat(16)) })
    },
    options,
  )

  expect(events.map(({ ingress }) => ingress.subject)).toEqual(['second'])
})

test('what nobody reports is an incomplete collection without events', async () => {
  const collection = await collect(connection, () => {}, { timeoutMs: 20 })

  expect(collection).toMatchObject({ complete: false, events: [], assembly: { roots: [] } })
})

test('a collector goes on gathering until it is disposed of', async () => {
  using collector = await PathCollector.open(connection)
  const before = await collector.collect({ timeoutMs: 20 })
  connection.publish('late', '', { headers: tracedTo(collector.destination) })
  const after = await collector.collect()

  expect([before.events.length, after.events.length]).toEqual([0, 1])
})

test('a subject that the user may not subscribe to is refused by name', async () => {
  const limited = await connectAs('limited')
  onTestFinished(() => limited.close())

  await expect(PathCollector.open(limited, { subject: 'telemetry.hops' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: 'the server does not let this user subscribe to telemetry.hops',
  })
})

test('an aborted collection rejects with the reason', async () => {
  const reason = new Error('enough')
  const controller = new AbortController()
  const collection = collect(connection, () => controller.abort(reason), {
    signal: controller.signal,
  })

  await expect(collection).rejects.toBe(reason)
})

test('an error of the publisher is passed on', async () => {
  const refused = new Error('refused')

  await expect(collect(connection, () => Promise.reject(refused))).rejects.toBe(refused)
})

test.each([
  [{ subject: 'telemetry..hops' }, 'subject must be a subject, got "telemetry..hops"'],
  [{ subject: 'telemetry.>.x' }, 'subject must be a subject, got "telemetry.>.x"'],
  [{ inboxPrefix: '_INBOX.*' }, 'inboxPrefix must be the beginning of a subject, got "_INBOX.*"'],
  [{ timeoutMs: 0 }, 'timeoutMs must be 1 to 2147483647, got 0'],
])('refuses %j', async (options, message) => {
  await expect(collect(connection, () => {}, options)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message,
  })
})

const CONFIG = `
accounts {
  APP {
    jetstream: enabled
    msg_trace { dest: telemetry.hops, sampling: 100 }
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: { subscribe: "_INBOX.>" } }
    ]
  }
}`

function connectAs(user: string): Promise<NatsConnection> {
  return connect({ servers: server.url, user, pass: user })
}

function tracedTo(destination: string): MsgHdrs {
  const traced = headers()
  traced.set('Nats-Trace-Dest', destination)
  return traced
}

function sampled(traceId: string, spanId = '1'.repeat(16)): MsgHdrs {
  const traced = headers()
  traced.set('traceparent', `00-${traceId}-${spanId}-01`)
  return traced
}

/** The tree without times. */
function waysOf({ assembly }: Collection): readonly string[] {
  return render(assembly)
    .split('\n')
    .filter((line) => /^n1|└─/.test(line))
    .map((line) => line.split(/ {2,}/)[0] ?? '')
}
