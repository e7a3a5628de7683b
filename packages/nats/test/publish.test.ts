import { context, INVALID_SPAN_CONTEXT, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { headers } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { parseTraceparent, parseTracestate } from '@hopscope/observe/w3c'
import { startNatsServer } from '@hopscope/nats-server'
import { instrument } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { listen, startPair, type Pair } from './pair.ts'

test('a published message carries the context of its own producer span', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'orders.new')

  pair.traced.publish('orders.new', 'hello')

  const message = await received()
  const [span] = pair.telemetry.spansNamed('publish orders.new')
  expect(parseTraceparent(message.headers?.get('traceparent') ?? '')).toMatchObject({
    traceId: span?.traceId,
    spanId: span?.spanId,
  })
  expect(span).toMatchObject({
    kind: 'producer',
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'orders.new',
      'messaging.nats.server.name': pair.server.name,
      'server.address': '127.0.0.1',
      'server.port': pair.server.port,
    },
  })
})

test('two messages published in one span are two producer spans below it', async () => {
  await using pair = await startPair()
  const { tracer, spansNamed } = watch(pair)

  const [active, work] = tracer.start(context.active(), 'work')
  context.with(active, () => {
    pair.traced.publish('a', '1')
    pair.traced.publish('a', '2')
  })
  work.end()

  const parents = spansNamed('publish a').map((span) => span.parentSpanId)
  expect(parents).toEqual([work.otel.spanContext().spanId, work.otel.spanContext().spanId])
  expect(new Set(spansNamed('publish a').map((span) => span.spanId)).size).toBe(2)
})

test('headers stay as the application set them, and its own object is not touched', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'a')
  const own = headers()
  own.append('X-Tenant', 'one')
  own.append('X-Tenant', 'two')
  own.set('baggage', 'tenant=one')
  own.set('Traceparent', 'stale')
  own.set('Nats-Trace-Dest', 'trace disabled')
  own.set('Nats-Trace-Hop', '1.2')

  pair.traced.publish('a', '', { headers: own })

  const message = await received()
  expect(message.headers?.values('X-Tenant')).toEqual(['one', 'two'])
  expect(message.headers?.keys().toSorted()).toEqual(['X-Tenant', 'baggage', 'traceparent'])
  expect(own.get('Traceparent')).toBe('stale')
  expect(own.keys()).toHaveLength(5)
})

test('a context that the application put into the headers itself is continued', async () => {
  await using pair = await startPair()
  const own = headers()
  own.set('Traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')

  pair.traced.publish('a', '', { headers: own })

  expect(pair.telemetry.spansNamed('publish a')[0]).toMatchObject({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    parentSpanId: '00f067aa0ba902b7',
  })
})

test('a context in the headers is continued below a span that is none', async () => {
  await using pair = await startPair()
  const own = headers()
  own.set('traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')

  context.with(trace.setSpanContext(ROOT_CONTEXT, INVALID_SPAN_CONTEXT), () =>
    pair.traced.publish('a', '', { headers: own }),
  )

  expect(pair.telemetry.spansNamed('publish a')[0]?.parentSpanId).toBe('00f067aa0ba902b7')
})

test('where a server mapped a trace destination to is not passed on', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'a')
  const copied = headers()
  copied.set('Nats-Trace-Dest', '_R_.abc.def')

  pair.traced.publish('a', '', { headers: copied })

  expect((await received()).headers?.keys()).toEqual(['traceparent'])
})

test.each(['$SYS.REQ.USER.INFO', '$JS.API.INFO', 'telemetry.spans.shop.batch', 'telemetry-dlq.x'])(
  'a message to %s carries no context and has no span',
  async (subject) => {
    await using pair = await startPair()
    const received = await listen(pair, subject)

    pair.traced.publish(subject, '')

    expect((await received()).headers).toBeUndefined()
    expect(pair.telemetry.spans).toEqual([])
  },
)

test('a message that has no room for the context is sent without it', async () => {
  await using pair = await startPair({}, { config: 'max_payload: 2048' })
  const received = await listen(pair, 'a')

  pair.traced.publish('a', 'x'.repeat(2048))

  expect((await received()).data).toHaveLength(2048)
  expect(pair.telemetry.spans).toEqual([])
})

test('a message whose tracestate leaves it no room is sent without the context', async () => {
  await using pair = await startPair({}, { config: 'max_payload: 8192' })
  const received = await listen(pair, 'a')
  const members = Array.from({ length: 30 }, (_, i) => `k${i}=${'v'.repeat(200)}`)
  const traceState = parseTracestate(members.join(','))
  const sender = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

  context.with(
    trace.setSpanContext(ROOT_CONTEXT, { ...sender, ...(traceState && { traceState }) }),
    () => pair.traced.publish('a', 'x'.repeat(4096)),
  )

  expect((await received()).data).toHaveLength(4096)
})

test('a tracer whose spans throw does not hinder messages', async () => {
  const broken = trace.wrapSpanContext({
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags: 1,
  })
  broken.end = () => {
    throw new Error('broken')
  }
  const tracer = { startSpan: () => broken, startActiveSpan: () => broken }
  const errors: unknown[] = []
  await using server = await startNatsServer()
  await using connection = instrument(await connect({ servers: server.url }), {
    tracerProvider: { getTracer: () => tracer },
    onError: (error) => errors.push(error),
  })
  connection.subscribe('a', { callback: (_, message) => void message.respond('yes') })
  await connection.flush()

  expect((await connection.request('a')).string()).toBe('yes')
  expect(errors.length).toBeGreaterThan(0)
})

test('what a caller gets wrong fails as it did', async () => {
  await using pair = await startPair()

  expect(() => pair.traced.publish('has space', '')).toThrow('subject')
  await expect(pair.traced.request('', '')).rejects.toThrow('subject')
})

test('no global propagator is needed', () => {
  expect(propagation.fields()).toEqual([])
})

function watch({ telemetry }: Pair) {
  return { tracer: telemetry.tracer, spansNamed: (name: string) => telemetry.spansNamed(name) }
}

/** Subscribes on a connection without tracing; the returned function waits for the message. */
