import { headers, type Msg, type NatsConnection } from '@nats-io/nats-core'
import { createClient, TransportError, type ServiceOptions } from '@hopscope/nats/transport'
import { expect, test, vi } from 'vitest'
import { listen } from './pair.ts'
import { COMMANDS, startServiceWorld, type ServiceWorld } from './transport-service-world.ts'

/** Sends the command `ping`, to be answered at an inbox. */
const ASK = {
  core: async (plain: NatsConnection, reply: string) =>
    plain.publish('orders__microservice.cmd.ping', '', { reply }),
  jetstream: async (plain: NatsConnection, replyTo: string) => {
    const sent = headers()
    sent.set('x-correlation-id', '1')
    sent.set('x-reply-to', replyTo)
    plain.publish('orders__microservice.cmd.ping', '', { headers: sent })
  },
} as const

const JETSTREAM: Partial<ServiceOptions> = { rpc: { mode: 'jetstream' } }

test('a core request is answered with what its handler resolves to, without headers of the transport', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { 'get.order': async (id) => ({ id, ok: true }) } })

  const reply = await world.pair.plain.request('orders__microservice.cmd.get.order', '7')

  expect(reply.json()).toEqual({ id: 7, ok: true })
  expect(namesOf(reply)).toEqual(['traceparent'])
})

test('a handler that returns nothing is answered with nothing', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { ping: () => {} } })

  const reply = await world.pair.plain.request('orders__microservice.cmd.ping')

  expect(reply.data).toHaveLength(0)
  expect(reply.headers?.get('x-error')).toBe('')
})

test.each([
  ['an error', new Error('secret'), { status: 'error', message: 'Internal server error' }],
  ['a text', 'secret', { status: 'error', message: 'Internal server error' }],
  ['nothing', undefined, { status: 'error', message: 'Internal server error' }],
  ['an object', { code: 'NOT_FOUND', id: 7 }, { code: 'NOT_FOUND', id: 7 }],
  [
    'an error with a payload',
    Object.assign(new Error('secret'), { payload: { code: 'NO_STOCK' } }),
    { code: 'NO_STOCK' },
  ],
  ['what has no JSON', { big: 1n }, { status: 'error', message: 'Internal server error' }],
  [
    'the error of another call',
    new TransportError('RPC_FAILED', 'billing failed', { hint: '', payload: { code: 'BROKE' } }),
    { code: 'BROKE' },
  ],
])(
  'a core request whose handler throws %s is answered with an envelope',
  async (_, thrown, envelope) => {
    await using world = await startServiceWorld()
    await world.start({
      commands: {
        fail: () => {
          throw thrown
        },
      },
    })

    const reply = await world.pair.plain.request('orders__microservice.cmd.fail', '{}')

    expect(reply.json()).toEqual(envelope)
    expect(reply.headers?.get('x-error')).toBe('true')
  },
)

test.each(['core', 'jetstream'] as const)(
  'an error that is too large to be sent is one of the caller all the same, by %s',
  async (mode) => {
    await using world = await startServiceWorld()
    await world.start({
      rpc: { mode },
      commands: {
        fail: () => {
          throw { text: 'x'.repeat(2_000_000) }
        },
      },
    })
    const caller = { name: 'shop', target: 'orders', rpc: { mode } } as const
    await using client = createClient(world.pair.traced, caller)

    await expect(client.request('fail', {})).rejects.toMatchObject({
      code: 'RPC_FAILED',
      payload: { message: 'Internal server error' },
    })
    expect(world.problems).toMatchObject([{ code: 'REPLY_FAILED' }])
  },
)

test.each(['core', 'jetstream'] as const)(
  'a reply has its trace context in the spelling of Go as well, where that is asked for, by %s',
  async (mode) => {
    await using world = await startServiceWorld()
    await world.start({ rpc: { mode }, canonicalTrace: true, commands: { ping: () => 'pong' } })
    const inbox = 'shop.inbox'
    const received = await listen(world.pair, inbox)
    const { plain } = world.pair
    await ASK[mode](plain, inbox)
    const { headers: found } = await received()
    await world.telemetry.until((spans) => spans.some(({ name }) => name.startsWith('reply ')))

    const [reply] = world.telemetry.spansNamed('reply (temporary)')
    expect(found?.values('traceparent')).toEqual([expect.stringContaining(reply?.spanId ?? 'none')])
    expect(found?.values('Traceparent')).toEqual(found?.values('traceparent'))
  },
)

test('an option says what callers learn of an error', async () => {
  await using world = await startServiceWorld()
  await world.start({
    commands: {
      fail: () => {
        throw new Error('known')
      },
    },
    rpc: { errorEnvelope: (error) => ({ told: String(error) }) },
  })

  const reply = await world.pair.plain.request('orders__microservice.cmd.fail', '{}')

  expect(reply.json()).toEqual({ told: 'Error: known' })
})

test('the span of a failed command has the error that the caller does not see', async () => {
  await using world = await startServiceWorld()
  await world.start({
    commands: {
      fail: () => {
        throw new RangeError('secret')
      },
    },
  })

  await world.client.request('fail', {}).catch(() => {})
  const [span] = await processed(world, 'fail')

  expect(span).toMatchObject({
    status: { code: 'error', message: 'secret' },
    attributes: {
      'error.type': 'RangeError',
      'messaging.consumer.group.name': 'orders__microservice_cmd_queue',
    },
  })
})

test('a reply is sent below the handling of its request', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { ping: () => 'pong' } })

  await world.client.request('ping', {})
  const [span] = await processed(world, 'ping')

  const [reply] = world.telemetry.spansNamed('reply (temporary)')
  expect(reply?.parentSpanId).toBe(span?.spanId)
})

test('a core request that nobody handles is answered, and told as a problem', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { ping: () => {} } })

  const reply = await world.pair.plain.request('orders__microservice.cmd.unknown', '{}')

  expect(reply.json()).toEqual({
    message: 'No handler for subject: orders__microservice.cmd.unknown',
  })
  expect(reply.headers?.get('x-error')).toBe('true')
  expect(world.problems).toMatchObject([{ code: 'NO_HANDLER' }])
})

test('a core request that cannot be decoded is answered, and told as a problem', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { ping: () => {} } })

  const reply = await world.pair.plain.request('orders__microservice.cmd.ping', '{no json')

  expect(reply.json()).toEqual({ message: expect.stringContaining('Decode error') })
  expect(reply.headers?.get('x-error')).toBe('true')
  expect(world.problems).toMatchObject([{ code: 'PAYLOAD_INVALID' }])
})

test('a result that has no JSON is an error of the caller too', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { big: () => 1n } })

  const reply = await world.pair.plain.request('orders__microservice.cmd.big')

  expect(reply.headers?.get('x-error')).toBe('true')
  const [span] = await processed(world, 'big')
  expect(span?.attributes['error.type']).toBe('PAYLOAD_INVALID')
})

test('a core command without a reply subject is ignored, and told as a problem', async () => {
  await using world = await startServiceWorld()
  const called: unknown[] = []
  await world.start({ commands: { ping: () => called.push(1) } })

  world.pair.plain.publish('orders__microservice.cmd.ping')
  await processed(world, 'ping')

  expect(called).toEqual([])
  expect(world.problems).toMatchObject([{ code: 'COMMAND_UNANSWERABLE' }])
})

test('a command from a stream is acknowledged before it is answered', async () => {
  await using world = await startServiceWorld()
  await world.start({ ...JETSTREAM, commands: { charge: () => 'done' } })

  const wire = await call(world, 'charge')

  expect(wire.map(({ subject }) => subject)).toEqual([
    expect.stringContaining(
      '$JS.ACK.orders__microservice_cmd-stream.orders__microservice_cmd-consumer.1.',
    ),
    'gateway__microservice.inbox1',
  ])
  expect(wire[0]?.string()).toBe('+ACK')
  expect(wire[1]?.json()).toBe('done')
  expect(headersOf(wire[1])).toEqual({ 'x-correlation-id': 'c1', traceparent: expect.any(String) })
})

test('a command from a stream that fails is answered before it is given up', async () => {
  await using world = await startServiceWorld()
  await world.start({
    ...JETSTREAM,
    commands: {
      charge: () => {
        throw new Error('secret')
      },
    },
  })

  const wire = await call(world, 'charge')

  expect(wire[0]?.json()).toEqual({ status: 'error', message: 'Internal server error' })
  expect(headersOf(wire[0])).toEqual({
    'x-correlation-id': 'c1',
    'x-error': 'true',
    traceparent: expect.any(String),
  })
  expect(wire[1]?.string()).toBe('+TERM Handler error: orders__microservice.cmd.charge')
})

test('the handling of a command from a stream has its correlation id, and its reply is below it', async () => {
  await using world = await startServiceWorld()
  await world.start({ ...JETSTREAM, commands: { charge: () => 'done' } })

  await call(world, 'charge')
  const [span] = await processed(world, 'charge')

  expect(span?.attributes['messaging.message.conversation_id']).toBe('c1')
  expect(span?.events.map(({ name }) => name)).toEqual(['ack'])
  const [reply] = world.telemetry.spansNamed('reply (temporary)')
  expect(reply?.parentSpanId).toBe(span?.spanId)
})

test.each([
  ['nobody handles', 'unknown', '{}', '+TERM No handler for RPC: orders__microservice.cmd.unknown'],
  ['cannot be decoded', 'charge', '{no json', '+TERM Decode error'],
])('a command from a stream that %s keeps no caller waiting', async (_, pattern, payload, term) => {
  await using world = await startServiceWorld()
  await world.start({ ...JETSTREAM, commands: { charge: () => 'done' } })

  const wire = await call(world, pattern, payload)

  expect(headersOf(wire[0])).toMatchObject({ 'x-error': 'true' })
  expect(wire[1]?.string()).toBe(term)
})

test.each([
  ['without an inbox', { 'x-correlation-id': 'c1' }],
  ['without a correlation id', { 'x-reply-to': 'gateway__microservice.inbox1' }],
  [
    'for an inbox of the server',
    { 'x-correlation-id': 'c1', 'x-reply-to': '$JS.API.STREAM.PURGE.X' },
  ],
  ['for all inboxes', { 'x-correlation-id': 'c1', 'x-reply-to': 'gateway.*' }],
])('a command from a stream %s is given up unheard, and told as a problem', async (_, sent) => {
  await using world = await startServiceWorld()
  const called: unknown[] = []
  await world.start({ ...JETSTREAM, commands: { charge: () => called.push(1) } })

  const wire = await call(world, 'charge', '{}', sent, 1)

  expect(called).toEqual([])
  expect(wire[0]?.string()).toBe('+TERM Missing required headers (reply-to or correlation-id)')
  expect(world.problems).toMatchObject([{ code: 'COMMAND_UNANSWERABLE' }])
})

test('headers of a command are read in any case', async () => {
  await using world = await startServiceWorld()
  await world.start({ ...JETSTREAM, commands: { charge: (_, { callerName }) => callerName } })

  const wire = await call(world, 'charge', '{}', {
    'X-Correlation-Id': 'c1',
    'X-REPLY-TO': 'gateway__microservice.inbox1',
    'X-Caller-Name': 'shop__microservice',
  })

  expect(wire[1]?.json()).toBe('shop__microservice')
})

test('a handler that takes too long has its signal aborted, and the caller is told', async () => {
  await using world = await startServiceWorld()
  const aborted = Promise.withResolvers<unknown>()
  await world.start({
    rpc: { mode: 'jetstream', timeoutMs: 50 },
    commands: {
      charge: (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve(signal.reason))
        }),
    },
  })

  const wire = await call(world, 'charge')
  const [span] = await processed(world, 'charge')

  expect(await aborted.promise).toMatchObject({ name: 'TimeoutError' })
  expect(wire[0]?.json()).toEqual({ status: 'error', message: 'Handler timeout' })
  expect(wire[1]?.string()).toBe('+TERM Handler timeout')
  expect(span?.attributes['error.type']).toBe('RPC_TIMEOUT')
})

test('requests are handled side by side, and never more of them than the concurrency allows', async () => {
  await using world = await startServiceWorld()
  const gates: PromiseWithResolvers<void>[] = []
  const running = { now: 0, most: 0 }
  await world.start({
    commands: {
      slow: async () => {
        running.now += 1
        running.most = Math.max(running.most, running.now)
        const gate = Promise.withResolvers<void>()
        gates.push(gate)
        await gate.promise
        running.now -= 1
      },
    },
    rpc: { concurrency: 2 },
  })

  const replies = [1, 2, 3].map((id) => world.client.request('slow', id))
  for (const index of [0, 1, 2]) {
    await vi.waitFor(() => expect(gates.length).toBeGreaterThan(index))
    gates[index]?.resolve()
  }
  await Promise.all(replies)

  expect(running).toEqual({ now: 0, most: 2 })
})

/** Sends a command to the stream, and gives what the service sends then: replies and settlements, in order. */
async function call(
  { pair, plain }: ServiceWorld,
  pattern: string,
  payload = '{}',
  sent: Readonly<Record<string, string>> = {
    'x-correlation-id': 'c1',
    'x-reply-to': 'gateway__microservice.inbox1',
  },
  count = 2,
): Promise<readonly Msg[]> {
  const wire: Msg[] = []
  const callback = (_: unknown, message: Msg): void => void wire.push(message)
  pair.plain.subscribe(`$JS.ACK.${COMMANDS}.>`, { callback })
  pair.plain.subscribe('gateway__microservice.>', { callback })
  const hdrs = headers()
  for (const [name, value] of Object.entries(sent)) hdrs.append(name, value)
  await plain.publish(`orders__microservice.cmd.${pattern}`, payload, { headers: hdrs })
  await vi.waitFor(() => expect(wire).toHaveLength(count))
  return wire
}

async function processed({ telemetry }: ServiceWorld, pattern: string) {
  const name = `process orders__microservice.cmd.${pattern}`
  await telemetry.until((spans) => spans.some((span) => span.name === name))
  return telemetry.spansNamed(name)
}

function namesOf({ headers }: Msg): readonly string[] {
  return headers?.keys() ?? []
}

function headersOf(message: Msg | undefined): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Array.from(message?.headers ?? [], ([name, [value]]) => [name, value]))
}
