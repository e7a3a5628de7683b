import { headers, type Msg } from '@nats-io/nats-core'
import {
  context,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type TextMapPropagator,
} from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import { listen, startPair, type Pair } from './pair.ts'

afterEach(() => propagation.disable())

test('baggage goes out with a message, and is active where the message is handled', async () => {
  await using pair = await startPair()
  const seen: unknown[] = []
  pair.traced.subscribe('a', { callback: () => void seen.push(activeBaggage()) })
  await pair.traced.flush()
  const received = await listen(pair, 'a')

  context.with(withTenant('größe 1'), () => pair.traced.publish('a', ''))

  expect((await received()).headers?.get('baggage')).toBe('tenant=gr%C3%B6%C3%9Fe%201')
  await pair.telemetry.until((spans) => spans.length === 2)
  expect(seen).toEqual([{ tenant: 'größe 1' }])
})

test('baggage passes through a handler to what it sends', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'b')
  pair.traced.subscribe('a', { callback: () => pair.traced.publish('b', '') })
  await pair.traced.flush()

  context.with(withTenant('one'), () => pair.traced.publish('a', ''))

  expect((await received()).headers?.get('baggage')).toBe('tenant=one')
})

test('without baggage none is sent and none is read', async () => {
  await using pair = await startPair({ baggage: false })
  const seen: unknown[] = []
  pair.traced.subscribe('a', { callback: () => void seen.push(activeBaggage()) })
  await pair.traced.flush()
  const received = await listen(pair, 'a')

  context.with(withTenant('one'), () => pair.traced.publish('a', ''))

  expect((await received()).headers?.has('baggage')).toBe(false)
  const sent = headers()
  sent.set('baggage', 'tenant=two')
  pair.plain.publish('a', '', { headers: sent })
  await pair.telemetry.until((spans) => spans.length === 3)
  expect(seen).toEqual([undefined, undefined])
})

test('a trace is not lost for want of a global propagator', async () => {
  await using pair = await startPair()

  expect(propagation.fields()).toEqual([])
  expect(Object.keys(await sentHeaders(pair))).toEqual(['traceparent'])
})

test('a global propagator of W3C is replaced by ours, which reads names in any case', async () => {
  propagation.setGlobalPropagator({ ...B3, fields: () => ['traceparent', 'tracestate', 'baggage'] })
  await using pair = await startPair()

  expect(Object.keys(await sentHeaders(pair))).toEqual(['traceparent'])
  expect(await parentOfHandler(pair, { Traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` })).toBe(SPAN_ID)
})

test('any other global propagator is used as it is, also when it is registered late', async () => {
  await using pair = await startPair()
  await sentHeaders(pair)
  propagation.setGlobalPropagator(B3)

  expect(Object.keys(await sentHeaders(pair))).toEqual(['b3'])
  expect(await parentOfHandler(pair, { B3: `${TRACE_ID}-${SPAN_ID}-1` })).toBe(SPAN_ID)
})

test('the propagator of the option goes before the global one', async () => {
  await using pair = await startPair({ propagator: B3 })

  const sent = await sentHeaders(pair)

  const [span] = pair.telemetry.spansNamed('publish a')
  expect(sent).toEqual({ b3: [`${span?.traceId}-${span?.spanId}-1`] })
})

test('what another propagator cannot read is malformed, and what is not there is missing', async () => {
  await using pair = await startPair({ propagator: B3 })

  await parentOfHandler(pair, { b3: 'nonsense' })
  await parentOfHandler(pair, {})

  expect(
    pair.telemetry
      .spansNamed('process a')
      .map(({ attributes }) => attributes['nats.trace.context']),
  ).toEqual(['malformed', 'missing'])
})

test('another propagator leaves no context behind that the application copied', async () => {
  await using pair = await startPair({ propagator: B3 })

  const sent = await sentHeaders(pair, {
    B3: 'stale',
    Traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`,
    'X-Tenant': 'one',
  })

  expect(Object.keys(sent).toSorted()).toEqual(['X-Tenant', 'b3'])
})

test('the random flag of a trace goes on to what its handlers send', async () => {
  await using pair = await startPair({ tracerProvider: FORGETFUL })
  const received = await listen(pair, 'b')
  pair.traced.subscribe('a', { callback: () => pair.traced.publish('b', '') })
  await pair.traced.flush()

  const sent = headers()
  sent.set('traceparent', `00-${TRACE_ID}-${SPAN_ID}-03`)
  pair.plain.publish('a', '', { headers: sent })

  expect((await received()).headers?.get('traceparent')).toBe(`00-${TRACE_ID}-00f067aa0ba902b8-03`)
})

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'

/** A propagator with one header, `b3`, as that of Zipkin. */
const B3: TextMapPropagator = {
  inject(context, carrier, setter) {
    const span = trace.getSpanContext(context)
    if (span) setter.set(carrier, 'b3', `${span.traceId}-${span.spanId}-1`)
  },
  extract(context, carrier, getter) {
    const [traceId = '', spanId = ''] = String(getter.get(carrier, 'b3') ?? '').split('-')
    return trace.setSpanContext(context, { traceId, spanId, traceFlags: TraceFlags.SAMPLED })
  },
  fields: () => ['b3'],
}

/** A tracer provider whose spans know of no flag but the one of Level 1, as those of an SDK. */
const FORGETFUL = {
  getTracer: () => ({
    startSpan: () =>
      trace.wrapSpanContext({ traceId: TRACE_ID, spanId: '00f067aa0ba902b8', traceFlags: 1 }),
    startActiveSpan: () => undefined as never,
  }),
}

function withTenant(value: string) {
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ tenant: { value } }))
}

function activeBaggage(): Record<string, string> | undefined {
  const entries = propagation.getActiveBaggage()?.getAllEntries()
  return entries && Object.fromEntries(entries.map(([key, { value }]) => [key, value]))
}

async function sentHeaders(
  pair: Pair,
  own: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, readonly string[]>>> {
  const received = await listen(pair, 'a')
  pair.traced.publish('a', '', { headers: toHeaders(own) })
  const message: Msg = await received()
  return Object.fromEntries(message.headers ?? [])
}

async function parentOfHandler(
  pair: Pair,
  own: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const before = pair.telemetry.spansNamed('process a').length
  const subscription = pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()
  pair.plain.publish('a', '', { headers: toHeaders(own) })
  await pair.telemetry.until(() => pair.telemetry.spansNamed('process a').length > before)
  subscription.unsubscribe()
  return pair.telemetry.spansNamed('process a').at(-1)?.parentSpanId
}

function toHeaders(own: Readonly<Record<string, string>>) {
  const made = headers()
  for (const [name, value] of Object.entries(own)) made.set(name, value)
  return made
}
