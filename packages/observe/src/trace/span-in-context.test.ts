import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { InMemoryTelemetry } from '../testing/index.ts'
import { contextWithParentInfo } from './parent-info.ts'
import { contextWithSpan, spanFromContext } from './span-in-context.ts'
import type { Span } from './span.ts'

test('a context without a span has none', () => {
  expect(spanFromContext(ROOT_CONTEXT)).toBeUndefined()
})

test('a remote parent is no span of this process', () => {
  const context = contextWithParentInfo(ROOT_CONTEXT, {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
  })

  expect(spanFromContext(context)).toBeUndefined()
})

test('the span of a context is found, whoever started it', () => {
  const telemetry = new InMemoryTelemetry()
  const otel = telemetry.tracerProvider.getTracer('library').startSpan('work')

  spanFromContext(trace.setSpan(ROOT_CONTEXT, otel))?.addEvent('found')
  otel.end()

  expect(telemetry.spans[0]?.events).toMatchObject([{ name: 'found' }])
})

test('the span of another backend comes back as it was put in', () => {
  const span = backendSpan([])

  expect(spanFromContext(contextWithSpan(ROOT_CONTEXT, span))).toBe(span)
})

test('what a library does to the active span reaches the span of another backend', () => {
  const events: string[] = []
  const context = contextWithSpan(ROOT_CONTEXT, backendSpan(events))

  trace.getSpan(context)?.addEvent('from a library')

  expect(events).toEqual(['from a library'])
})

function backendSpan(events: string[]): Span {
  const otel = trace.wrapSpanContext({
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags: 1,
  })
  return {
    otel,
    end: () => {},
    setStatus: () => {},
    setAttributes: () => {},
    recordError: () => {},
    addEvent: (name) => void events.push(name),
    [Symbol.dispose]: () => {},
  }
}
