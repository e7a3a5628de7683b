import { expect, test } from 'vitest'
import { traceContextHeaders } from './trace-context-headers.ts'
import { parseTracestate } from './tracestate.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const SPAN_CONTEXT = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }

test('is traceparent alone when there is no tracestate', () => {
  expect(traceContextHeaders(SPAN_CONTEXT)).toEqual([
    ['traceparent', `00-${TRACE_ID}-${SPAN_ID}-01`],
  ])
})

test('has tracestate after traceparent', () => {
  const traceState = parseTracestate('foo=1,bar=2')

  expect(traceContextHeaders({ ...SPAN_CONTEXT, ...(traceState && { traceState }) })).toEqual([
    ['traceparent', `00-${TRACE_ID}-${SPAN_ID}-01`],
    ['tracestate', 'foo=1,bar=2'],
  ])
})

test('leaves out a tracestate whose members were all removed', () => {
  const traceState = parseTracestate('foo=1')?.unset('foo')

  expect(traceContextHeaders({ ...SPAN_CONTEXT, ...(traceState && { traceState }) })).toHaveLength(
    1,
  )
})

test('is nothing for a span context that is not valid', () => {
  expect(traceContextHeaders({ ...SPAN_CONTEXT, traceId: '0'.repeat(32) })).toEqual([])
  expect(traceContextHeaders({ ...SPAN_CONTEXT, spanId: 'x' })).toEqual([])
})
