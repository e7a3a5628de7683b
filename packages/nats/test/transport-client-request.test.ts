import { JetstreamRecordBuilder, toNanos } from '@hopscope/observe/headers'
import { headers, type Msg } from '@nats-io/nats-core'
import { createClient, type ClientOptions, type ClientProblem } from '@hopscope/nats/transport'
import { context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a request carries the headers of the contract, and no message id', async () => {
  await using pair = await startPair()
  const received = await respond(pair, 'get.order', () => '{"id":7,"ok":true}')
  const record = new JetstreamRecordBuilder({ id: 7 })
    .setHeader('x-tenant-id', 'acme')
    .setMessageId('order-7')
    .build()

  const reply = await clientOf(pair).request('get.order', record)

  const [span] = pair.telemetry.spansNamed('request orders__microservice.cmd.get.order')
  expect(reply).toEqual({ id: 7, ok: true })
  expect(received[0]?.string()).toBe('{"id":7}')
  expect([...(received[0]?.headers ?? headers())]).toEqual([
    ['x-subject', ['orders__microservice.cmd.get.order']],
    ['x-caller-name', ['gateway__microservice']],
    ['x-tenant-id', ['acme']],
    ['traceparent', [expect.stringContaining(`${span?.traceId}-${span?.spanId}`)]],
  ])
})

test('a request is below the span that is active, and so is what answers it', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('orders__microservice.cmd.>', {
    callback: (_, message) => void message.respond('1'),
  })
  await pair.traced.flush()
  const [active, work] = pair.telemetry.tracer.start(context.active(), 'work')

  await context.with(active, () => clientOf(pair).request('get.order', 1))
  work.end()

  const [request] = pair.telemetry.spansNamed('request orders__microservice.cmd.get.order')
  const [process] = pair.telemetry.spansNamed('process orders__microservice.cmd.>')
  expect(request?.parentSpanId).toBe(work.otel.spanContext().spanId)
  expect(process?.parentSpanId).toBe(request?.spanId)
})

test('the span of a request lasts until its reply, and is the only one', async () => {
  await using pair = await startPair()
  await respond(pair, 'get.order', () => '1')

  await clientOf(pair).request('get.order', 1)

  expect(pair.telemetry.spans).toHaveLength(1)
  expect(pair.telemetry.spans[0]).toMatchObject({
    name: 'request orders__microservice.cmd.get.order',
    kind: 'producer',
    status: { code: 'unset' },
  })
})

test.each([
  ['a value', '{"v":1}', { v: 1 }],
  ['null', 'null', null],
  ['an empty payload', '', undefined],
])('a reply of %s is decoded', async (_, payload, expected) => {
  await using pair = await startPair()
  await respond(pair, 'ok', () => payload)

  expect(await clientOf(pair).request('ok', {})).toEqual(expected)
})

test.each([
  ['x-error', 'true', '{"message":"nope"}', { message: 'nope' }],
  ['X-Error', 'True', '{"message":"nope"}', { message: 'nope' }],
  ['x-error', 'false', '{"message":"nope"}', { message: 'nope' }],
  ['x-error', 'true', '', undefined],
  ['x-error', 'true', '"nope"', 'nope'],
])('a reply with %s: %s and %s is an error', async (name, value, text, payload) => {
  await using pair = await startPair()
  await respond(pair, 'fail', () => text, [[name, value]])

  await expect(clientOf(pair).request('fail', {})).rejects.toMatchObject({
    code: 'RPC_FAILED',
    payload,
  })
  expect(pair.telemetry.spans[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': 'RPC_FAILED' },
  })
})

test('an error reply that cannot be decoded is an error all the same', async () => {
  await using pair = await startPair()
  await respond(pair, 'fail', () => 'not json', [['x-error', 'true']])

  await expect(clientOf(pair).request('fail', {})).rejects.toMatchObject({
    code: 'RPC_FAILED',
    cause: { code: 'PAYLOAD_INVALID' },
  })
})

test('an x-error without a value is no error', async () => {
  await using pair = await startPair()
  await respond(pair, 'ok', () => '1', [['x-error', '']])

  expect(await clientOf(pair).request('ok', {})).toBe(1)
})

test('a reply that is no JSON fails the request, and its span', async () => {
  await using pair = await startPair()
  await respond(pair, 'text', () => 'not json')

  await expect(clientOf(pair).request('text', {})).rejects.toMatchObject({
    code: 'PAYLOAD_INVALID',
  })
  expect(pair.telemetry.spans[0]?.attributes['error.type']).toBe('PAYLOAD_INVALID')
})

test('a request that nobody is there to answer fails at once', async () => {
  await using pair = await startPair()

  await expect(clientOf(pair).request('get.order', {})).rejects.toMatchObject({
    code: 'RPC_NO_RESPONDERS',
  })
  expect(pair.telemetry.spans[0]?.attributes['error.type']).toBe('503_no_responders')
})

test('a request waits as long as its record says', async () => {
  await using pair = await startPair()
  pair.plain.subscribe('orders__microservice.cmd.>', { callback: () => {} })
  await pair.plain.flush()
  const record = new JetstreamRecordBuilder().setTimeout(50).build()

  await expect(clientOf(pair).request('slow', record)).rejects.toMatchObject({
    code: 'RPC_TIMEOUT',
    message: 'no reply to orders__microservice.cmd.slow within 50 ms',
  })
  expect(pair.telemetry.spans[0]?.attributes['error.type']).toBe('timeout')
})

test('a request that is too large fails', async () => {
  await using pair = await startPair({}, { config: 'max_payload: 1024' })

  await expect(clientOf(pair).request('large', 'x'.repeat(2000))).rejects.toMatchObject({
    code: 'PUBLISH_FAILED',
  })
})

test('what means nothing to a request is left out, and told of', async () => {
  await using pair = await startPair()
  const received = await respond(pair, 'ok', () => '1')
  const problems: ClientProblem[] = []
  const record = new JetstreamRecordBuilder()
    .setMessageId('one')
    .ttl(toNanos(1, 's'))
    .scheduleAt(new Date(Date.now() + 60_000))
    .build()

  await clientOf(pair, { onProblem: (problem) => problems.push(problem) }).request('ok', record)

  expect(problems.map(({ code }) => code)).toEqual(['IGNORED', 'IGNORED', 'IGNORED'])
  expect(received[0]?.headers?.keys()).toEqual(['x-subject', 'x-caller-name', 'traceparent'])
})

test('close fails the requests that wait, and all that come', async () => {
  await using pair = await startPair()
  pair.plain.subscribe('orders__microservice.cmd.>', { callback: () => {} })
  await pair.plain.flush()
  const client = clientOf(pair)

  const waiting = client.request('slow', {})
  await client.close()
  await client.close()

  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
  await expect(client.request('slow', {})).rejects.toMatchObject({ code: 'CLOSED' })
  await expect(client.publish('slow', {})).rejects.toMatchObject({ code: 'CLOSED' })
  expect(pair.telemetry.spans[0]?.attributes['error.type']).toBe('CLOSED')
})

test('a connection that is closed fails the requests that wait', async () => {
  await using pair = await startPair()
  pair.plain.subscribe('orders__microservice.cmd.>', { callback: () => {} })
  await pair.plain.flush()

  const waiting = clientOf(pair).request('slow', {})
  waiting.catch(() => {})
  await pair.traced.close()

  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
})

test.each([
  ['mode', { mode: 'carrier pigeon' }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['timeoutMs', { timeoutMs: Number.NaN }],
])('an rpc.%s that cannot be is refused', async (option, rpc) => {
  await using pair = await startPair()

  // @ts-expect-error a mode that there is not
  expect(() => clientOf(pair, { rpc })).toThrow(option)
})

function clientOf({ traced }: Pair, options: Partial<ClientOptions> = {}) {
  return createClient(traced, { name: 'gateway', target: 'orders', ...options })
}

/** Answers requests as a service in another language may; gives what it received. */
async function respond(
  { plain }: Pair,
  pattern: string,
  answer: () => string,
  lines: readonly (readonly [name: string, value: string])[] = [],
): Promise<readonly Msg[]> {
  const received: Msg[] = []
  plain.subscribe(`orders__microservice.cmd.${pattern}`, {
    callback(_, message) {
      received.push(message)
      const reply = headers()
      for (const [name, value] of lines) reply.append(name, value)
      message.respond(answer(), lines.length > 0 ? { headers: reply } : {})
    },
  })
  await plain.flush()
  return received
}
