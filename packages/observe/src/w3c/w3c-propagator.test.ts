import {
  createContextKey,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  trace,
  type Context,
} from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { w3cPropagator } from './w3c-propagator.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-03`

test('passes a trace context on as it came', () => {
  const headers = { traceparent: TRACEPARENT, tracestate: 'foo=1,bar=2' }

  expect(inject(extract(headers))).toEqual(headers)
})

test('keeps the random flag for a child that lost it', () => {
  const child = { traceId: TRACE_ID, spanId: '1'.repeat(16), traceFlags: 1 }
  const context = trace.setSpanContext(extract({ traceparent: TRACEPARENT }), child)

  expect(inject(context)).toEqual({ traceparent: `00-${TRACE_ID}-${'1'.repeat(16)}-03` })
})

test('reads names in any case', () => {
  const context = extract({ TRACEPARENT, TraceState: 'foo=1' })

  expect(inject(context)).toEqual({ traceparent: TRACEPARENT, tracestate: 'foo=1' })
})

test('reads carriers whose values are lists', () => {
  const context = extract({ traceparent: [TRACEPARENT], tracestate: ['foo=1', 'bar=2'] })

  expect(inject(context)).toEqual({ traceparent: TRACEPARENT, tracestate: 'foo=1,bar=2' })
})

test('reads carriers that do not list their names', () => {
  const getter = { ...defaultTextMapGetter, keys: () => [] }
  const context = w3cPropagator.extract(ROOT_CONTEXT, { traceparent: TRACEPARENT }, getter)

  expect(inject(context)).toEqual({ traceparent: TRACEPARENT })
})

test('believes a carrier that lists a name twice but has one value', () => {
  const getter = { ...defaultTextMapGetter, keys: () => ['traceparent', 'traceparent'] }
  const context = w3cPropagator.extract(ROOT_CONTEXT, { traceparent: TRACEPARENT }, getter)

  expect(inject(context)).toEqual({ traceparent: TRACEPARENT })
})

test.each([
  ['nothing', {}],
  ['a malformed traceparent', { traceparent: `${TRACEPARENT}0` }],
  ['two values of traceparent', { traceparent: [TRACEPARENT, TRACEPARENT] }],
])('leaves the context as it was when it reads %s', (_, carrier) => {
  expect(extract(carrier)).toBe(ROOT_CONTEXT)
})

test('writes nothing without a span, nor for one that is not valid', () => {
  const invalid = { traceId: '0'.repeat(32), spanId: SPAN_ID, traceFlags: 1 }

  expect(inject(ROOT_CONTEXT)).toEqual({})
  expect(inject(trace.setSpanContext(ROOT_CONTEXT, invalid))).toEqual({})
})

test('writes nothing while tracing is suppressed', () => {
  const suppressed = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

  expect(inject(extract({ traceparent: TRACEPARENT }).setValue(suppressed, true))).toEqual({})
})

test('names the headers that it writes', () => {
  expect(w3cPropagator.fields()).toEqual(['traceparent', 'tracestate'])
})

function extract(carrier: unknown): Context {
  return w3cPropagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter)
}

function inject(context: Context): Record<string, string> {
  const carrier: Record<string, string> = {}
  w3cPropagator.inject(context, carrier, defaultTextMapSetter)
  return carrier
}
