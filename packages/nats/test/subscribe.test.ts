import { context, trace } from '@opentelemetry/api'
import { headers } from '@nats-io/nats-core'
import { contextOf } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

const CONTEXT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

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

test.each([
  ['missing', []],
  ['malformed', ['00-not-a-trace']],
  ['duplicate', [CONTEXT, CONTEXT]],
])('a message whose context is %s begins a trace that says so', async (result, values) => {
  await using pair = await startPair()
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()
  const sent = headers()
  for (const value of values) sent.append('traceparent', value)

  pair.plain.publish('a', '', { headers: sent })

  await pair.telemetry.until((spans) => spans.length === 1)
  const [process] = pair.telemetry.spans
  expect([process?.parentSpanId, process?.attributes['nats.trace.context']]).toEqual([
    undefined,
    result,
  ])
})
