import { createContextKey, ROOT_CONTEXT, trace, type SpanContext } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { addSpan, addValue } from './added-value.ts'

test('an added value hides the one before, and no other', () => {
  const context = addValue(addValue(ROOT_CONTEXT.setValue(TENANT, 'acme'), ORDER, 1), ORDER, 2)

  expect(context.getValue(ORDER)).toBe(2)
  expect(context.getValue(TENANT)).toBe('acme')
})

test('a value that is undefined hides the one before', () => {
  const context = addValue(ROOT_CONTEXT.setValue(ORDER, 1), ORDER, undefined)

  expect(context.getValue(ORDER)).toBeUndefined()
})

test('what is set and deleted later leaves the context as it was', () => {
  const context = addValue(addValue(ROOT_CONTEXT, TENANT, 'acme'), ORDER, 1)

  const changed = context.setValue(ORDER, 2).deleteValue(TENANT)

  expect([changed.getValue(ORDER), changed.getValue(TENANT)]).toEqual([2, undefined])
  expect([context.getValue(ORDER), context.getValue(TENANT)]).toEqual([1, 'acme'])
  expect(context.deleteValue(ORDER).getValue(ORDER)).toBeUndefined()
})

test('an added span is the active one of OpenTelemetry', () => {
  const span = trace.wrapSpanContext(SPAN_CONTEXT)
  const context = addSpan(ROOT_CONTEXT, span)

  expect(trace.getSpan(context)).toBe(span)
  expect(trace.getSpanContext(context)).toBe(SPAN_CONTEXT)
  expect(trace.getSpan(trace.deleteSpan(context))).toBeUndefined()
})

const TENANT = createContextKey('test tenant')
const ORDER = createContextKey('test order')

const SPAN_CONTEXT: SpanContext = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
}
