import { context, INVALID_SPAN_CONTEXT, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { headers, type Msg } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { parseTraceparent, parseTracestate } from '@hopscope/observe/w3c'
import { startNatsServer } from '@hopscope/nats-server'
import { expect, test } from 'vitest'
import { contextOf, instrument } from '@hopscope/nats'
import { startPair, type Pair } from './pair.ts'

test('a published message carries the context of its own producer span', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'orders.new')

  pair.traced.publish('orders.new', 'hello')

  const message = await received()
  const [span] = pair.telemetry.spansNamed('publish orders.new')
  expect(parseTraceparent(message.headers?.get('traceparent') ?? '')).toMatchObject({
    traceId: span?.traceId,
    spanId: span?.spanId,
    traceFlags: 1,
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

test('a message whose tracing a server stopped has no link to a hop', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()
  const sent = headers()
  sent.set('traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')
  sent.set('Nats-Trace-Hop', '1')
  sent.set('Nats-Trace-Dest', 'trace disabled')

  pair.plain.publish('a', '', { headers: sent })
  await pair.telemetry.until((spans) => spans.length === 1)

  expect(pair.telemetry.spans[0]?.links).toEqual([])
})

test('a callback runs in the context of its message, also after it has awaited', async () => {
  await using pair = await startPair()
  const seen: unknown[] = []
  pair.traced.subscribe('orders.*', {
    queue: 'workers',
    // @ts-expect-error nats.js wants no promise, and applications return one all the same
    callback: async () => {
      await Promise.resolve()
      seen.push(trace.getSpanContext(context.active())?.spanId)
    },
  })
  await pair.traced.flush()

  pair.traced.publish('orders.new', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  const [publish] = pair.telemetry.spansNamed('publish orders.new')
  const [process] = pair.telemetry.spansNamed('process orders.*')
  expect(process).toMatchObject({
    kind: 'consumer',
    traceId: publish?.traceId,
    parentSpanId: publish?.spanId,
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'orders.new',
      'messaging.destination.template': 'orders.*',
      'messaging.consumer.group.name': 'workers',
    },
  })
  expect(seen).toEqual([process?.spanId])
})

test('an async callback that rejects ends its span with the error', async () => {
  await using pair = await startPair()
  const rejected = new Promise((resolve) => process.once('unhandledRejection', resolve))
  pair.traced.subscribe('a', { callback: () => Promise.reject(new RangeError('too far')) })
  await pair.traced.flush()

  pair.traced.publish('a', '')

  await pair.telemetry.until((spans) => spans.some((span) => span.name === 'process a'))
  expect(pair.telemetry.spansNamed('process a')[0]).toMatchObject({
    status: { code: 'error', message: 'too far' },
    attributes: { 'error.type': 'RangeError' },
  })
  expect(await rejected).toMatchObject({ message: 'too far' })
})

test('the body of a for await loop runs in the context of its message, and the loop leaves none behind', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a', { max: 3 })
  await pair.traced.flush()
  for (const text of ['1', '2', '3']) pair.traced.publish('a', text)

  const active: (string | undefined)[] = []
  const own: (string | undefined)[] = []
  for await (const message of subscription) {
    await Promise.resolve()
    active.push(trace.getSpanContext(context.active())?.spanId)
    own.push(trace.getSpanContext(contextOf(message))?.spanId)
  }

  expect(trace.getSpanContext(context.active())).toBeUndefined()
  expect(active).toEqual(pair.telemetry.spansNamed('process a').map((span) => span.spanId))
  expect(own).toEqual(active)
  expect(pair.telemetry.spansNamed('process a').map((span) => span.parentSpanId)).toEqual(
    pair.telemetry.spansNamed('publish a').map((span) => span.spanId),
  )
})

test('loops that share an iterator each keep their own message', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a', { max: 4 })
  await pair.traced.flush()
  for (const text of ['1', '2', '3', '4']) pair.traced.publish('a', text)

  const messages = subscription[Symbol.asyncIterator]()
  const recording: (boolean | undefined)[] = []
  const work = async (): Promise<void> => {
    for await (const _ of { [Symbol.asyncIterator]: () => messages }) {
      await pair.traced.flush()
      recording.push(trace.getSpan(context.active())?.isRecording())
    }
  }
  await Promise.all([work(), work()])

  expect(recording).toEqual([true, true, true, true])
  expect(pair.telemetry.spansNamed('process a')).toHaveLength(4)
})

test('asking an iterator by hand leaves the caller in its own context', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a')
  await pair.traced.flush()
  for (const text of ['1', '2']) pair.traced.publish('a', text)

  const messages = subscription[Symbol.asyncIterator]()
  await messages.next()
  const [active, work] = pair.telemetry.tracer.start(context.active(), 'work')
  const seen = await context.with(active, async () => {
    await messages.next()
    return trace.getSpan(context.active())
  })

  expect(seen).toBe(work.otel)
})

test('a loop that breaks ends the span of its last message', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a')
  await pair.traced.flush()
  pair.traced.publish('a', '')

  for await (const _ of subscription) break

  expect(pair.telemetry.spansNamed('process a')).toHaveLength(1)
  expect(subscription.isClosed()).toBe(true)
})

test('a request, its handler and its reply are one trace', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('payments', { callback: (_, message) => void message.respond('paid') })
  await pair.traced.flush()

  const reply = await pair.traced.request('payments', 'please')

  const [request] = pair.telemetry.spansNamed('request payments')
  const [process] = pair.telemetry.spansNamed('process payments')
  const [answer] = pair.telemetry.spansNamed('reply (temporary)')
  expect(reply.string()).toBe('paid')
  expect([request?.kind, process?.kind, answer?.kind]).toEqual(['producer', 'consumer', 'producer'])
  expect(process?.parentSpanId).toBe(request?.spanId)
  expect(answer?.parentSpanId).toBe(process?.spanId)
  expect(parseTraceparent(reply.headers?.get('traceparent') ?? '')?.spanId).toBe(answer?.spanId)
  expect(answer?.attributes['messaging.destination.temporary']).toBe(true)
})

test('a request that nobody answers fails as it did, and so does its span', async () => {
  await using pair = await startPair()

  await expect(pair.traced.request('nobody', '')).rejects.toThrow('no responders')

  expect(pair.telemetry.spansNamed('request nobody')[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': 'RequestError' },
  })
})

test('a request that nobody waits for does not end the process when it fails', async () => {
  await using pair = await startPair()
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)

  void pair.traced.request('nobody', '')
  await pair.telemetry.until((spans) => spans.length === 1)
  await pair.traced.flush()

  process.off('unhandledRejection', onRejection)
  expect(rejections).toEqual([])
})

test('a reply to a subject of the application is no message of its own', async () => {
  await using pair = await startPair()
  pair.plain.subscribe('payments', { callback: (_, message) => void message.respond('paid') })
  await pair.plain.flush()

  await pair.traced.request('payments', '', { noMux: true, reply: 'my.replies', timeout: 5000 })

  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['request payments'])
})

test('requestMany that nobody answers fails as it did, and so does its span', async () => {
  await using pair = await startPair()

  const replies = await pair.traced.requestMany('nobody', '', { noMux: true, maxWait: 5000 })

  await expect(replies[Symbol.asyncIterator]().next()).rejects.toThrow('no responders')
  await pair.telemetry.until((spans) => spans.length === 1)
  expect(pair.telemetry.spans[0]?.status.code).toBe('error')
})

test('the span of requestMany ends when its replies do', async () => {
  await using pair = await startPair()
  for (const _ of ['first', 'second']) {
    pair.traced.subscribe('survey', { callback: (_, message) => void message.respond('yes') })
  }
  await pair.traced.flush()

  const replies = await pair.traced.requestMany('survey', '', {
    strategy: 'count',
    maxMessages: 2,
    maxWait: 5000,
  })
  const answers: string[] = []
  for await (const reply of replies) answers.push(reply.string())

  expect(answers).toEqual(['yes', 'yes'])
  await pair.telemetry.until((spans) => spans.some((span) => span.name === 'request survey'))
  expect(pair.telemetry.spansNamed('reply (temporary)')).toHaveLength(2)
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
  await using pair = await startPair({ config: 'max_payload: 2048' })
  const received = await listen(pair, 'a')

  pair.traced.publish('a', 'x'.repeat(2048))

  expect((await received()).data).toHaveLength(2048)
  expect(pair.telemetry.spans).toEqual([])
})

test('a message whose tracestate leaves it no room is sent without the context', async () => {
  await using pair = await startPair({ config: 'max_payload: 8192' })
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

test('an object with a then that is no promise is left alone', async () => {
  await using pair = await startPair()
  let queries = 0
  const query = {}
  Reflect.set(query, 'then', () => queries++)
  // @ts-expect-error nats.js wants nothing back, and an arrow gives back what it has
  pair.traced.subscribe('a', { callback: () => query })
  await pair.traced.flush()

  pair.traced.publish('a', '')
  await pair.telemetry.until((spans) => spans.length === 2)

  expect(queries).toBe(0)
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
async function listen({ plain }: Pair, subject: string): Promise<() => Promise<Msg>> {
  const subscription = plain.subscribe(subject, { max: 1 })
  await plain.flush()
  return async () => {
    for await (const message of subscription) return message
    throw new Error('the subscription ended without a message')
  }
}
