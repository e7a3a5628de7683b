import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { createClient, type TransportClient } from '@hopscope/nats/transport'
import { JetstreamRecordBuilder, readHeader } from '@hopscope/observe/headers'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { headers, type Msg, type MsgHdrs } from '@nats-io/nats-core'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context, Pair, SentMessage } from './cases.ts'
import { casesOf } from './vectors.ts'

const STREAM = {
  name: 'CONTRACT',
  subjects: ['orders__microservice.>', 'broadcast.>'],
  allow_msg_ttl: true,
  storage: 'memory',
}

const telemetry = new InMemoryTelemetry()
let server: NatsServer
let traced: NatsConnection
let plain: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ jetstream: true })
  traced = instrument(await connect({ servers: server.url }), { telemetry, lost: 'off' })
  plain = await connect({ servers: server.url })
  await plain.request(`$JS.API.STREAM.CREATE.${STREAM.name}`, JSON.stringify(STREAM))
})

afterAll(async () => {
  await Promise.all([traced.close(), plain.close()])
  await server.stop()
})

test.each(casesOf('traceparent.json').filter(isRecorded).map(withSubject))(
  'a handler continues the context of the message: $name',
  async ({ subject, headers: lines, expected }) => {
    const subscription = traced.subscribe(subject, { max: 1, callback: () => {} })
    await traced.flush()

    plain.publish(subject, '', { headers: toHeaders(lines) })
    await subscription.closed
    await telemetry.until((spans) => spans.some(({ name }) => name === `process ${subject}`))

    const [span] = telemetry.spansNamed(`process ${subject}`)
    expect(span?.parentSpanId).toBe(expected?.spanId)
    expect(span).toMatchObject({ ...(expected && { traceId: expected.traceId }) })
  },
)

test.each(casesOf('error-replies.json').map(withSubject))(
  'a client tells an error from a result: $name',
  async ({ subject, headers: lines, expected }) => {
    plain.subscribe(`errors__microservice.cmd.${subject}`, {
      max: 1,
      callback: (_, message) => void message.respond('1', { headers: toHeaders(lines) }),
    })
    await plain.flush()

    const reply = createClient(traced, { name: 'checkout', target: 'errors' }).request(subject, {})
    const outcome = await reply.then(String, ({ code }: { readonly code: string }) => code)

    expect(outcome).toBe(expected ? 'RPC_FAILED' : '1')
  },
)

test.each(casesOf('sent-messages.json'))('a client sends $name', async (sent) => {
  const { subject, headers: expected } = sent.expected
  const received: Msg[] = []
  const subscription = plain.subscribe(subject, {
    max: 1,
    callback: (_, message) => void received.push(answered(sent, message)),
  })
  await plain.flush()

  await send(sent)
  await subscription.closed

  expect(masked(linesOf(received[0]?.headers), expected)).toEqual(expected)
})

// Of what is not sampled there is no span that could tell its parent.
function isRecorded({ expected }: { readonly expected: Context | null }): boolean {
  return expected?.flags !== '00'
}

function withSubject<Case>(one: Case, index: number): Case & { readonly subject: string } {
  return { ...one, subject: `case.${index}` }
}

function toHeaders(lines: readonly Pair[]): MsgHdrs {
  const result = headers()
  for (const [name, value] of lines) result.append(name, value)
  return result
}

function linesOf(received: MsgHdrs | undefined): readonly Pair[] {
  return [...(received ?? [])].flatMap(([name, values]) =>
    values.map((value): Pair => [name, value]),
  )
}

function masked(received: readonly Pair[], expected: readonly Pair[]): readonly Pair[] {
  return received.map(([name, value], index) =>
    expected[index]?.[1] === '*' && value !== '' ? [name, '*'] : [name, value],
  )
}

// Requests have to be answered; events must not be, since their reply subject is the stream's.
function answered({ kind }: SentMessage, message: Msg): Msg {
  const [inbox] = readHeader(message.headers, 'x-reply-to')
  const [id = ''] = readHeader(message.headers, 'x-correlation-id')
  if (kind === 'request') message.respond('1')
  if (inbox !== undefined) {
    plain.publish(inbox, '1', { headers: toHeaders([['x-correlation-id', id]]) })
  }
  return message
}

function send(sent: SentMessage): Promise<unknown> {
  const client = clientOf(sent)
  const { kind, pattern } = sent
  if (kind === 'event') return client.publish(pattern, recordOf(sent))
  if (kind === 'ordered') return client.publishOrdered(pattern, recordOf(sent))
  if (kind === 'broadcast') return client.broadcast(pattern, recordOf(sent))
  return client.request(pattern, recordOf(sent))
}

function clientOf({ kind, caller, service }: SentMessage): TransportClient {
  const mode = kind === 'jetstream-request' ? 'jetstream' : 'core'
  return createClient(traced, { name: caller, target: service, rpc: { mode, timeoutMs: 10_000 } })
}

function recordOf({ headers: lines, messageId, ttlNanos }: SentMessage): unknown {
  const builder = new JetstreamRecordBuilder({}).setHeaders(Object.fromEntries(lines))
  if (messageId !== null) builder.setMessageId(messageId)
  if (ttlNanos !== null) builder.ttl(ttlNanos)
  return builder.build()
}
