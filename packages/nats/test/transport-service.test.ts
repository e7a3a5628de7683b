import { headers } from '@nats-io/nats-core'
import type { DeadLetter, HandlerContext } from '@hopscope/nats/transport'
import { readDeadLetter } from '@hopscope/observe/headers'
import { context, propagation, trace } from '@opentelemetry/api'
import { expect, test, vi } from 'vitest'
import {
  countOf,
  DEAD_LETTERS,
  EVENTS,
  IMPATIENT,
  isDrained,
  startServiceWorld,
  type ServiceWorld,
} from './transport-service-world.ts'

test('a handler knows where its message is from', async () => {
  await using world = await startServiceWorld()
  const handled = Promise.withResolvers<{ data: unknown; context: HandlerContext }>()
  await world.start({
    events: { 'orders.created': (data, context) => handled.resolve({ data, context }) },
  })

  await world.client.publish('orders.created', { id: 7 })
  const { data, context } = await handled.promise

  expect(data).toEqual({ id: 7 })
  expect(context).toMatchObject({
    kind: 'event',
    pattern: 'orders.created',
    subject: 'orders__microservice.ev.orders.created',
    callerName: 'gateway__microservice',
    deliveryCount: 1,
    stream: EVENTS,
    sequence: 1,
    storedAt: expect.any(Date),
  })
  expect(context.headers.get('X-Subject')).toBe('orders__microservice.ev.orders.created')
  expect(context.headers.has('x-unknown')).toBe(false)
})

test('an event that was handled is acknowledged, in the span of its handling', async () => {
  await using world = await startServiceWorld()
  await world.start({ events: { 'orders.created': () => {} } })

  await world.client.publish('orders.created', {})
  const span = await processed(world, 'orders.created')

  const [publish] = world.telemetry.spansNamed('publish orders__microservice.ev.orders.created')
  expect(span.parentSpanId).toBe(publish?.spanId)
  expect(span.events.map(({ name }) => name)).toEqual(['ack'])
  expect(span.status.code).toBe('unset')
  expect(span.attributes).toMatchObject({
    'messaging.nats.stream.name': EVENTS,
    'messaging.nats.message.stream_sequence': 1,
    'messaging.nats.message.delivery_count': 1,
    'messaging.nats.consumer.name': 'orders__microservice_ev-consumer',
  })
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test('an asynchronous handler has the context of its message to the end, and the span lasts as long', async () => {
  await using world = await startServiceWorld()
  const gate = Promise.withResolvers<void>()
  const seen: (string | undefined)[] = []
  await world.start({
    events: {
      slow: async () => {
        seen.push(trace.getActiveSpan()?.spanContext().spanId)
        await gate.promise
        seen.push(trace.getActiveSpan()?.spanContext().spanId)
      },
    },
  })

  await world.client.publish('slow', {})
  await vi.waitFor(() => expect(seen).toHaveLength(1))
  const endedEarly = world.telemetry.spansNamed('process orders__microservice.ev.slow')
  gate.resolve()
  const span = await processed(world, 'slow')

  expect(endedEarly).toEqual([])
  expect(seen).toEqual([span.spanId, span.spanId])
})

test('the baggage of a message is there in its handler, and goes along with what that sends', async () => {
  await using world = await startServiceWorld()
  const tenants: (string | undefined)[] = []
  const note = () => tenants.push(propagation.getActiveBaggage()?.getEntry('tenant')?.value)
  await world.start({
    events: {
      created: async () => {
        note()
        await world.client.request('reserve', {})
      },
    },
    commands: { reserve: () => void note() },
  })

  const baggage = propagation.createBaggage({ tenant: { value: 'acme' } })
  await context.with(propagation.setBaggage(context.active(), baggage), () =>
    world.client.publish('created', {}),
  )

  await vi.waitFor(() => expect(tenants).toEqual(['acme', 'acme']))
})

test('messages are handled side by side, and never more of them than the concurrency allows', async () => {
  await using world = await startServiceWorld()
  const running = { now: 0, most: 0 }
  const gates: PromiseWithResolvers<void>[] = []
  await world.start({
    events: {
      slow: async () => {
        running.now += 1
        running.most = Math.max(running.most, running.now)
        const gate = Promise.withResolvers<void>()
        gates.push(gate)
        await gate.promise
        running.now -= 1
      },
    },
    delivery: { concurrency: 2 },
  })

  for (const id of [1, 2, 3, 4, 5]) await world.client.publish('slow', { id })
  for (const index of [0, 1, 2, 3, 4]) {
    await vi.waitFor(() => expect(gates.length).toBeGreaterThan(index))
    gates[index]?.resolve()
  }
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))

  expect(running).toEqual({ now: 0, most: 2 })
})

test('a message that fails is delivered again, and is a dead letter after its last delivery', async () => {
  await using world = await startServiceWorld()
  const counts: number[] = []
  await world.start({
    events: {
      doomed: (_, { deliveryCount }) => {
        counts.push(deliveryCount)
        throw new Error('no such address')
      },
    },
  })

  await world.client.publish('doomed', { id: 44 })
  const letter = await deadLetter(world)
  await world.telemetry.until((spans) => spans.filter(isProcessOf('doomed')).length === 3)

  expect(counts).toEqual([1, 2, 3])
  expect(letter.json()).toEqual({ id: 44 })
  expect(readDeadLetter(letter.header)).toEqual({
    reason: 'no such address',
    subject: 'orders__microservice.ev.doomed',
    stream: EVENTS,
    failedAt: expect.any(Date),
    deliveryCount: 3,
  })
  const spans = world.telemetry.spans.filter(isProcessOf('doomed'))
  expect(spans.map(({ status }) => status)).toEqual([
    { code: 'error', message: 'no such address' },
    { code: 'error', message: 'no such address' },
    { code: 'error', message: 'no such address' },
  ])
  expect(spans.map(({ events }) => events.map(({ name }) => name))).toEqual([
    ['nak', 'exception'],
    ['nak', 'exception'],
    ['dead_letter', 'term', 'exception'],
  ])
  expect(spans[2]?.attributes).toMatchObject({
    'error.type': 'Error',
    'messaging.nats.dead_letter.outcome': 'stored',
    'messaging.nats.dead_letter.reason': 'no such address',
    'messaging.nats.dead_letter.stream': DEAD_LETTERS,
  })
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test('a dead letter keeps the trace context and the headers of its message, and none of NATS', async () => {
  await using world = await startServiceWorld()
  await world.start({ events: { other: () => {} } })
  const sent = headers()
  sent.append('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  sent.append('X-Tenant', 'acme')
  sent.append('X-Delivery-Count', '9')
  sent.append('Nats-Msg-Id', 'mine')

  await world.plain.publish('orders__microservice.ev.nobody', '{"id":45}', { headers: sent })
  const letter = await deadLetter(world)

  expect(letter.string()).toBe('{"id":45}')
  expect(Array.from(letter.header, ([name, values]) => [name, ...values])).toEqual([
    ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
    ['X-Tenant', 'acme'],
    ['x-dead-letter-reason', 'No handler for event: orders__microservice.ev.nobody'],
    ['x-original-subject', 'orders__microservice.ev.nobody'],
    ['x-original-stream', EVENTS],
    ['x-failed-at', expect.stringMatching(/^\d{4}-.*Z$/)],
    ['x-delivery-count', '1'],
    ['Nats-Msg-Id', expect.stringMatching(/^dlq-orders__microservice_ev-stream-1-\d+$/)],
  ])
  expect(world.problems).toMatchObject([
    { code: 'NO_HANDLER', subject: 'orders__microservice.ev.nobody' },
  ])
})

test('a retry that a handler asks for is a nak with its delay, and no error of the handler', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: {
      later: (_, { deliveryCount, retry }) => {
        if (deliveryCount === 1) retry({ delayMs: 20 })
      },
    },
  })

  await world.client.publish('later', {})
  await world.telemetry.until((spans) => spans.filter(isProcessOf('later')).length === 2)

  const [first, second] = world.telemetry.spans.filter(isProcessOf('later'))
  expect(first?.events).toMatchObject([
    { name: 'nak', attributes: { 'messaging.nats.settle.delay_ms': 20 } },
  ])
  expect(second?.events.map(({ name }) => name)).toEqual(['ack'])
})

test('the delays of a backoff follow the deliveries', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: {
      failing: () => {
        throw new Error('not yet')
      },
    },
    delivery: { backoffMs: [10, 20] },
  })

  await world.client.publish('failing', {})
  await deadLetter(world)

  const delays = world.telemetry.spans
    .filter(isProcessOf('failing'))
    .flatMap(({ events }) => events.map(({ attributes }) => attributes))
    .map((attributes) => attributes['messaging.nats.settle.delay_ms'])
  expect(delays.filter((delay) => delay !== undefined)).toEqual([10, 20])
})

test('a message that a handler terminates is not delivered again, and is no dead letter', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: { cancelled: (_, { terminate }) => terminate('order\ncancelled') },
  })

  await world.client.publish('cancelled', {})
  const span = await processed(world, 'cancelled')

  expect(span.events).toMatchObject([
    { name: 'term', attributes: { 'messaging.nats.settle.reason': 'order cancelled' } },
  ])
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
  expect(await countOf(world, DEAD_LETTERS)).toBe(0)
})

test('a handler may take longer than the stream waits for an ack', async () => {
  await using world = await startServiceWorld()
  const counts: number[] = []
  const gate = Promise.withResolvers<void>()
  const told: string[] = []
  world.pair.plain.subscribe('$JS.ACK.>', {
    callback: (_, message) => void told.push(message.string()),
  })
  await world.start({
    events: {
      long: async (_, { deliveryCount }) => {
        counts.push(deliveryCount)
        await gate.promise
      },
    },
    consumers: IMPATIENT,
  })

  await world.client.publish('long', {})
  // Each comes after a quarter of the time at the least.
  await vi.waitFor(() => expect(told).toEqual(Array(8).fill('+WPI')), 5000)
  gate.resolve()
  const span = await processed(world, 'long')

  expect(counts).toEqual([1])
  expect(span.events.at(0)?.name).toBe('in_progress')
  expect(span.events.at(-1)?.name).toBe('ack')
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test('a broadcast reaches each service once, whatever the number of its instances', async () => {
  await using world = await startServiceWorld()
  const seen: string[] = []
  await world.start({ broadcasts: { 'config.updated': () => seen.push('orders') } })
  await world.start({ broadcasts: { 'config.updated': () => seen.push('orders') } })
  await world.start({
    name: 'billing',
    broadcasts: { 'config.updated': () => seen.push('billing') },
  })

  await world.client.broadcast('config.updated', {})
  await world.telemetry.until(
    (spans) => spans.filter(({ name }) => name === 'process broadcast.config.updated').length === 2,
  )

  expect(seen.toSorted()).toEqual(['billing', 'orders'])
})

test('ordered messages come in order and one at a time, and a failure keeps nobody waiting', async () => {
  await using world = await startServiceWorld()
  const seen: string[] = []
  await world.start({
    ordered: {
      status: async (data) => {
        seen.push(`begin ${String(data)}`)
        await world.pair.traced.flush()
        seen.push(`end ${String(data)}`)
        if (data === 2) throw new Error('second')
      },
    },
  })

  for (const id of [1, 2, 3]) await world.client.publishOrdered('status', id)
  await vi.waitFor(() => expect(seen).toHaveLength(6))

  expect(seen).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3'])
  expect(world.problems).toMatchObject([{ code: 'HANDLER_FAILED' }])
  const spans = world.telemetry.spansNamed('process orders__microservice.ordered.status')
  expect(spans[1]?.status).toEqual({ code: 'error', message: 'second' })
})

test('a dead letter is told to onDeadLetter as well, with the error', async () => {
  await using world = await startServiceWorld()
  const told = Promise.withResolvers<DeadLetter>()
  const error = new Error('none left')
  await world.start({
    events: {
      doomed: () => {
        throw error
      },
    },
    consumers: { event: { max_deliver: 1 } },
    deadLetters: { onDeadLetter: (letter) => told.resolve(letter) },
  })

  await world.client.publish('doomed', { id: 1 })
  const letter = await told.promise

  expect(letter).toMatchObject({
    error,
    storedIn: DEAD_LETTERS,
    info: { reason: 'none left', deliveryCount: 1 },
  })
  expect(new TextDecoder().decode(letter.data)).toBe('{"id":1}')
})

test('a service on a connection that is not traced works the same', async () => {
  await using world = await startServiceWorld()
  const { startService } = await import('@hopscope/nats/transport')
  const handled = Promise.withResolvers<unknown>()
  await using _ = await startService(world.pair.plain, {
    name: 'orders',
    tracing: false,
    events: { 'orders.created': (data) => handled.resolve(data) },
    streams: { event: { max_bytes: 1e7 }, 'dead-letter': { max_bytes: 1e7 } },
  })

  await world.client.publish('orders.created', { id: 9 })

  expect(await handled.promise).toEqual({ id: 9 })
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

/** The span of the first message of a pattern that was handled. */
async function processed(
  { telemetry }: ServiceWorld,
  pattern: string,
): Promise<(typeof telemetry.spans)[number]> {
  await telemetry.until((spans) => spans.some(isProcessOf(pattern)))
  const [span] = telemetry.spans.filter(isProcessOf(pattern))
  if (!span) throw new Error('no span')
  return span
}

function isProcessOf(pattern: string): (span: { readonly name: string }) => boolean {
  return ({ name }) => name === `process orders__microservice.ev.${pattern}`
}

/** The first dead letter, as soon as it is stored. */
async function deadLetter({ manager }: ServiceWorld) {
  return vi.waitFor(async () => {
    const letter = await manager.streams.getMessage(DEAD_LETTERS, { seq: 1 })
    if (!letter) throw new Error('no dead letter yet')
    return letter
  }, 5000)
}
