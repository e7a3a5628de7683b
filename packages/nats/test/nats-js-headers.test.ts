import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, MsgHdrsImpl } from '@nats-io/nats-core'
import { Svcm } from '@nats-io/services'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { injectHeaders } from '../src/headers/inject-headers.ts'
import { isWithoutReply, rawHeaders, rawSubject } from '../src/headers/raw-message.ts'

// What of the headers of nats.js is private and yet relied on. When a test fails here, tracing has
// become slower: it reads `headers` instead.

const BLOCK = 'NATS/1.0\r\ntenant: acme\r\n\r\n'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ name: 'n1', jetstream: true })
  connection = await connect({ servers: server.url })
})

afterAll(async () => {
  await connection.close()
  await server.stop()
})

test('Msg keeps what came in _rdata, and the length of its headers in _msg.hdr', async () => {
  const subscription = connection.subscribe('contract.core', { max: 1 })
  connection.publish('contract.core', 'payload', { headers: tenant() })

  for await (const message of subscription) expect(blockOf(message)).toBe(BLOCK)
})

test('Msg says -1 in _msg.hdr when it has no headers', async () => {
  const subscription = connection.subscribe('contract.bare', { max: 1 })
  connection.publish('contract.bare', 'payload')

  for await (const message of subscription) {
    expect(message).toHaveProperty('_msg.hdr', -1)
    expect(rawHeaders(message)).toBeUndefined()
  }
})

test('Msg keeps its subject in _msg.subject, and says there that it has no reply', async () => {
  const subscription = connection.subscribe('contract.address', { max: 1 })
  connection.publish('contract.address')

  for await (const message of subscription) {
    expect(String(Buffer.from(rawSubject(message) ?? []))).toBe('contract.address')
    expect(isWithoutReply(message)).toBe(true)
  }
})

test('JsMsg has the Msg in msg', async () => {
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'CONTRACT', subjects: ['contract.stream'] })
  await manager.consumers.add('CONTRACT', { name: 'c', ack_policy: AckPolicy.None })
  await jetstream(connection).publish('contract.stream', 'payload', { headers: tenant() })
  const consumer = await jetstream(connection).consumers.get('CONTRACT', 'c')
  const message = await consumer.next()

  expect(message && blockOf(message)).toBe(BLOCK)
})

test('ServiceMsg has the Msg in msg', async () => {
  // A connection of 3.4 will do for a service, of which the types are still those of 3.0.
  const services: Svcm = Reflect.construct(Svcm, [connection])
  const service = await services.add({ name: 'contract', version: '1.0.0' })
  const asked = Promise.withResolvers<object>()
  service.addEndpoint('endpoint', {
    subject: 'contract.service',
    handler: (error, message) => {
      asked.resolve(error ?? message)
      message.respond('')
    },
  })
  await connection.request('contract.service', 'payload', { headers: tenant(), timeout: 5000 })
  await service.stop()

  expect(blockOf(await asked.promise)).toBe(BLOCK)
})

test('MsgHdrsImpl keeps its headers in a Map of lists, under headers', () => {
  const made = new MsgHdrsImpl()
  made.append('tenant', 'acme')
  made.append('tenant', 'other')

  expect(made.headers).toEqual(new Map([['tenant', ['acme', 'other']]]))
})

test('a connection asks the headers themselves for their bytes, once', async () => {
  const subscription = connection.subscribe('contract.encode', { max: 1 })
  const traced = injectHeaders(SPAN_CONTEXT, undefined)
  const encode = vi.spyOn(traced as MsgHdrsImpl, 'encode')
  connection.publish('contract.encode', 'payload', { headers: traced })

  for await (const message of subscription) {
    expect(message.headers?.get('traceparent')).toBe(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`)
  }
  expect(encode).toHaveBeenCalledOnce()
})

test('JetStream sets its headers by set or append of those it is given', async () => {
  const subscription = connection.subscribe('contract.jetstream', { max: 1 })
  const traced = injectHeaders(SPAN_CONTEXT, undefined)
  const sent = jetstream(connection).publish('contract.jetstream', 'payload', {
    headers: traced,
    msgID: '17',
    retries: 0,
  })

  for await (const message of subscription) {
    message.respond('{"stream":"CONTRACT","seq":1}')
    expect([...(message.headers ?? [])].map(([name]) => name)).toEqual([
      'traceparent',
      'Nats-Msg-Id',
    ])
  }
  await sent
})

const SPAN_CONTEXT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

function tenant() {
  const made = headers()
  made.set('tenant', 'acme')
  return made
}

function blockOf(message: object): string | undefined {
  const raw = rawHeaders(message)
  return raw && new TextDecoder().decode(raw.bytes.subarray(0, raw.end))
}
