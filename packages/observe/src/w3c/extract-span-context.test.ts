import { expect, test } from 'vitest'
import { extractSpanContext } from './extract-span-context.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`
const OTHER = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`

test('reads the span context that was sent', () => {
  expect(extractSpanContext([['traceparent', [TRACEPARENT]]])).toEqual({
    result: 'ok',
    spanContext: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true },
  })
})

test.each(['Traceparent', 'TraceParent', 'TrAcEpArEnT', 'TRACEPARENT'])('reads %s', (name) => {
  const { spanContext } = extractSpanContext(new Map([[name, [TRACEPARENT]]]))

  expect(spanContext?.traceId).toBe(TRACE_ID)
})

test.each(['tracestate', 'TraceState', 'TrAcEsTaTe', 'TRACESTATE'])('reads %s', (name) => {
  const headers = [
    ['traceparent', [TRACEPARENT]],
    [name, ['foo=1', 'bar=2']],
  ] as const

  expect(extractSpanContext(headers).spanContext?.traceState?.serialize()).toBe('foo=1,bar=2')
})

test('joins a tracestate that was sent in two cases, in order', () => {
  const { spanContext } = extractSpanContext([
    ['Tracestate', ['foo=1']],
    ['traceparent', [TRACEPARENT]],
    ['tracestate', ['bar=2']],
  ])

  expect(spanContext?.traceState?.serialize()).toBe('foo=1,bar=2')
})

test('keeps the traceparent when the tracestate is invalid', () => {
  const { result, spanContext } = extractSpanContext([
    ['traceparent', [TRACEPARENT]],
    ['tracestate', ['foo=1,BAR=2']],
  ])

  expect(result).toBe('ok')
  expect(spanContext?.traceId).toBe(TRACE_ID)
  expect(spanContext).not.toHaveProperty('traceState')
})

test.each([
  ['no headers', undefined],
  ['headers without it', [['trace-parent', [TRACEPARENT]] as const, ['trace.parent', []] as const]],
  ['a tracestate alone', [['tracestate', ['foo=1']] as const]],
  ['a name without values', [['traceparent', []] as const]],
])('calls the context missing for %s', (_, headers) => {
  expect(extractSpanContext(headers)).toEqual({ result: 'missing' })
})

test.each(['', `${TRACEPARENT}-more`, '00-0-0-01'])('calls %j malformed', (value) => {
  expect(extractSpanContext([['traceparent', [value]]])).toEqual({ result: 'malformed' })
})

test.each([
  ['two values', [['traceparent', [TRACEPARENT, OTHER]] as const]],
  ['two equal values', [['traceparent', [TRACEPARENT, TRACEPARENT]] as const]],
  [
    'two cases of the name',
    [['traceparent', [TRACEPARENT]] as const, ['Traceparent', [OTHER]] as const],
  ],
])('calls %s a duplicate', (_, headers) => {
  expect(extractSpanContext(headers)).toEqual({ result: 'duplicate' })
})

test('reads the name to which servers 2.11 to 2.13 rename traceparent', () => {
  const { result, spanContext } = extractSpanContext([['Xraceparent', [TRACEPARENT]]])

  expect(result).toBe('ok')
  expect(spanContext?.spanId).toBe(SPAN_ID)
})

test('prefers traceparent to the renamed one', () => {
  const { spanContext } = extractSpanContext([
    ['Xraceparent', [OTHER]],
    ['traceparent', [TRACEPARENT]],
  ])

  expect(spanContext?.traceId).toBe(TRACE_ID)
})

test('does not fall back from a traceparent that is malformed', () => {
  const headers = [
    ['traceparent', ['?']],
    ['Xraceparent', [TRACEPARENT]],
  ] as const

  expect(extractSpanContext(headers)).toEqual({ result: 'malformed' })
})
