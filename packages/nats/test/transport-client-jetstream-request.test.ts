import { JetstreamRecordBuilder, toNanos } from '@hopscope/observe/headers'
import { AckPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import { headers } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { createClient, type ClientOptions, type ClientProblem } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a request by JetStream carries the headers of the contract, in their order', async () => {
  await using shop = await startShop(({ correlationId }) => [
    { lines: [['x-correlation-id', correlationId]], payload: '{"charged":5}' },
  ])
  const record = new JetstreamRecordBuilder({ amount: 5 })
    .setHeader('x-tenant-id', 'acme')
    .setMessageId('charge-5')
    .build()

  const reply = await shop.client.request('charge', record)

  const [span] = shop.telemetry.spansNamed('request orders__microservice.cmd.charge')
  expect(reply).toEqual({ charged: 5 })
  expect(shop.received[0]?.string()).toBe('{"amount":5}')
  expect([...(shop.received[0]?.headers ?? headers())]).toEqual([
    ['x-subject', ['orders__microservice.cmd.charge']],
    ['x-caller-name', ['gateway__microservice']],
    ['x-correlation-id', [expect.stringMatching(/^\w{22}$/)]],
    ['x-reply-to', [expect.stringMatching(/^gateway__microservice\.\w{22}$/)]],
    ['x-tenant-id', ['acme']],
    ['traceparent', [expect.stringContaining(`${span?.traceId}-${span?.spanId}`)]],
    ['Nats-Msg-Id', ['charge-5']],
  ])
})

test('one span lasts until the reply, and knows the conversation and the stream', async () => {
  await using shop = await startShop(({ correlationId }) => [
    { lines: [['x-correlation-id', correlationId]], payload: '1' },
  ])

  await shop.client.request('charge', {})

  expect(shop.telemetry.spans).toHaveLength(1)
  expect(shop.telemetry.spans[0]).toMatchObject({
    name: 'request orders__microservice.cmd.charge',
    kind: 'producer',
    status: { code: 'unset' },
    attributes: {
      'messaging.message.conversation_id': shop.received[0]?.headers?.get('x-correlation-id'),
      'messaging.message.id': shop.received[0]?.headers?.get('Nats-Msg-Id'),
    },
  })
})

test.each([
  ['x-correlation-id', '{"v":2}', { v: 2 }],
  ['X-Correlation-Id', '{"v":2}', { v: 2 }],
  ['X-CORRELATION-ID', '', undefined],
])('a reply with %s and %j is decoded', async (name, payload, expected) => {
  await using shop = await startShop(({ correlationId }) => [
    { lines: [[name, correlationId]], payload },
  ])

  expect(await shop.client.request('ok', {})).toEqual(expected)
})

test.each([
  ['x-error', '{"v":2}', { v: 2 }],
  ['X-Error', '', undefined],
])('a reply with %s and %j is an error', async (name, text, payload) => {
  await using shop = await startShop(({ correlationId }) => [
    {
      lines: [
        ['x-correlation-id', correlationId],
        [name, 'true'],
      ],
      payload: text,
    },
  ])

  await expect(shop.client.request('fail', {})).rejects.toMatchObject({
    code: 'RPC_FAILED',
    payload,
  })
  expect(shop.telemetry.spans[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': 'RPC_FAILED' },
  })
})

test('a reply that is no JSON fails the request', async () => {
  await using shop = await startShop(({ correlationId }) => [
    { lines: [['x-correlation-id', correlationId]], payload: 'not json' },
  ])

  await expect(shop.client.request('bad', {})).rejects.toMatchObject({ code: 'PAYLOAD_INVALID' })
})

test('a command that the stream has already fails at once', async () => {
  await using shop = await startShop(() => [])
  const record = new JetstreamRecordBuilder().setMessageId('charge-5').build()

  const first = shop.client.request('charge', record)
  first.catch(() => {})

  await expect(shop.client.request('charge', record)).rejects.toMatchObject({
    code: 'RPC_DUPLICATE',
    message: expect.stringContaining('charge-5'),
  })
  expect(shop.telemetry.spans[0]?.attributes).toMatchObject({
    'error.type': 'RPC_DUPLICATE',
    'messaging.nats.publish.duplicate': true,
  })
})

test('a command that no stream takes fails at once', async () => {
  await using pair = await startPair()
  const client = createClient(pair.traced, {
    name: 'gateway',
    target: 'nobody',
    rpc: { mode: 'jetstream' },
  })

  await expect(client.request('charge', {})).rejects.toMatchObject({ code: 'RPC_NO_RESPONDERS' })
  expect(pair.telemetry.spans[0]?.attributes['error.type']).toBe('503_no_responders')
})

test('a reply that does not come in time fails the request, and is told of when it comes', async () => {
  const problems: ClientProblem[] = []
  await using shop = await startShop(() => [], { onProblem: (problem) => problems.push(problem) })
  const record = new JetstreamRecordBuilder().setTimeout(50).build()

  await expect(shop.client.request('slow', record)).rejects.toMatchObject({ code: 'RPC_TIMEOUT' })
  await shop.replyLate()

  await expect.poll(() => problems).toMatchObject([{ code: 'REPLY_UNMATCHED' }])
  expect(shop.telemetry.spans[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': 'timeout' },
  })
})

test('replies that belong to no request are ignored, and told of', async () => {
  const problems: ClientProblem[] = []
  await using shop = await startShop(
    ({ correlationId }) => [
      { lines: [], payload: '"uncorrelated"' },
      { lines: [['x-correlation-id', 'unknown']], payload: '"unknown"' },
      { lines: [['x-correlation-id', correlationId]], payload: '"mine"' },
      { lines: [['x-correlation-id', correlationId]], payload: '"twice"' },
    ],
    { onProblem: (problem) => problems.push(problem) },
  )

  expect(await shop.client.request('ok', {})).toBe('mine')
  await expect
    .poll(() => problems.map(({ code }) => code))
    .toEqual(['REPLY_UNCORRELATED', 'REPLY_UNMATCHED', 'REPLY_UNMATCHED'])
})

test.each([
  [
    'throw',
    () => {
      throw new Error('broken')
    },
  ],
  ['reject', () => Promise.reject(new Error('broken'))],
])('who is told of a problem may %s', async (_, onProblem) => {
  await using shop = await startShop(
    ({ correlationId }) => [
      { lines: [], payload: '' },
      { lines: [['x-correlation-id', correlationId]], payload: '1' },
    ],
    { onProblem },
  )

  expect(await shop.client.request('ok', {})).toBe(1)
})

test('many requests at once have the replies that belong to them', async () => {
  await using shop = await startShop(({ correlationId, text }) => [
    { lines: [['x-correlation-id', correlationId]], payload: text },
  ])
  const numbers = Array.from({ length: 100 }, (_, index) => index)

  const replies = await Promise.all(numbers.map((number) => shop.client.request('echo', number)))

  expect(replies).toEqual(numbers)
  expect(new Set(shop.received.map(({ headers }) => headers?.get('x-reply-to'))).size).toBe(1)
})

test('TTL and schedule mean nothing to a request, and are told of', async () => {
  const problems: ClientProblem[] = []
  await using shop = await startShop(
    ({ correlationId }) => [{ lines: [['x-correlation-id', correlationId]], payload: '1' }],
    { onProblem: (problem) => problems.push(problem) },
  )
  const record = new JetstreamRecordBuilder()
    .ttl(toNanos(1, 's'))
    .scheduleAt(new Date(Date.now() + 60_000))
    .build()

  await shop.client.request('ok', record)

  expect(problems.map(({ code }) => code)).toEqual(['IGNORED', 'IGNORED'])
  expect(shop.received[0]?.headers?.keys()).not.toContain('Nats-TTL')
})

test('close fails the requests that wait', async () => {
  await using shop = await startShop(() => [])

  const waiting = shop.client.request('slow', {})
  waiting.catch(() => {})
  await expect.poll(() => shop.received.length).toBe(1)
  await shop.client.close()

  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
  await expect(shop.client.request('slow', {})).rejects.toMatchObject({ code: 'CLOSED' })
})

test('a connection that is closed fails the requests that wait', async () => {
  await using shop = await startShop(() => [])

  const waiting = shop.client.request('slow', {})
  waiting.catch(() => {})
  await expect.poll(() => shop.received.length).toBe(1)
  await shop.traced.close()

  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
})

test('a user that may not subscribe to the inbox is told what to permit', async () => {
  await using pair = await startPair(
    {},
    {
      config: `authorization { users: [
        { user: all, password: all },
        { user: gateway, password: gateway, permissions: { publish: ">", subscribe: "_INBOX.>" } } ] }
        no_auth_user: all`,
    },
  )
  await addCommands(pair)
  await using denied = await connect({
    servers: pair.server.url,
    user: 'gateway',
    pass: 'gateway',
  })
  const client = createClient(denied, {
    name: 'gateway',
    target: 'orders',
    rpc: { mode: 'jetstream' },
    tracing: false,
  })

  await expect(client.request('charge', {})).rejects.toMatchObject({
    code: 'RPC_INBOX_DENIED',
    hint: expect.stringContaining('gateway__microservice.*'),
  })
})

/** A command as it came to the worker. */
interface Command {
  readonly correlationId: string
  readonly text: string
}

interface Answer {
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly payload: string
}

/** A service `orders` in another language, that takes commands from its stream. */
async function startShop(
  answer: (command: Command) => readonly Answer[],
  options: Partial<ClientOptions> = {},
) {
  const pair = await startPair()
  await addCommands(pair)
  const consumer = await jetstream(pair.plain).consumers.get(COMMANDS, 'worker')
  const received: JsMsg[] = []
  await consumer.consume({
    callback(message) {
      received.push(message)
      message.ack()
      reply(
        pair,
        message,
        answer({ correlationId: correlationOf(message), text: message.string() }),
      )
    },
  })
  return {
    ...pair,
    received,
    client: createClient(pair.traced, {
      name: 'gateway',
      target: 'orders',
      rpc: { mode: 'jetstream' },
      ...options,
    }),
    /** Answers the first command after all. */
    async replyLate() {
      await expect.poll(() => received.length).toBe(1)
      for (const message of received) {
        const lines = [['x-correlation-id', correlationOf(message)]] as const
        reply(pair, message, [{ lines, payload: '"late"' }])
      }
    },
  }
}

const COMMANDS = 'orders__microservice_cmd-stream'

async function addCommands({ plain }: Pair): Promise<void> {
  const { streams, consumers } = await jetstreamManager(plain)
  await streams.add({ name: COMMANDS, subjects: ['orders__microservice.cmd.>'] })
  await consumers.add(COMMANDS, { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
}

function correlationOf({ headers }: JsMsg): string {
  return headers?.get('x-correlation-id') ?? ''
}

function reply({ plain }: Pair, message: JsMsg, answers: readonly Answer[]): void {
  for (const { lines, payload } of answers) {
    const own = headers()
    for (const [name, value] of lines) own.append(name, value)
    plain.publish(message.headers?.get('x-reply-to') ?? '', payload, { headers: own })
  }
}
