import { context, diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import '../node/index.ts'
import { contextWithParentInfo } from './parent-info.ts'
import { contextWithSpan } from './span-in-context.ts'
import { toTracerProvider } from './to-tracer-provider.ts'
import { noopTracer, type Tracer } from './tracer.ts'
import { InMemoryTelemetry } from '../testing/index.ts'

test('what a library passes in place of options, a context or a status does not throw', () => {
  const otel = toTracerProvider(tellingTracer([])).getTracer('library')
  const nothing = null as never

  const span = otel.startSpan('work', nothing, nothing)

  expect(otel.startActiveSpan('work', nothing, nothing, () => 'done')).toBe('done')
  expect(() => span.setStatus(nothing).end(nothing)).not.toThrow()
})

test('a library that speaks the API records to a tracer that does not', () => {
  const told: unknown[] = []
  const otel = toTracerProvider(tellingTracer(told)).getTracer('library')

  const span = otel.startSpan('work', {
    kind: SpanKind.PRODUCER,
    attributes: { a: 1, none: undefined },
    startTime: [1, 5],
  })
  span.setAttribute('b', 'x')
  span.addEvent('event', { c: true }, new Date())
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'failed' })
  span.end([2, 0])

  expect(told).toEqual([
    [
      'start',
      'work',
      {
        kind: 'producer',
        attributes: [{ key: 'a', value: 1 }],
        startTimeUnixNano: 1_000_000_005n,
      },
    ],
    ['attributes', { key: 'b', value: 'x' }],
    ['event', 'event', { key: 'c', value: true }],
    ['status', 'error', 'failed'],
    ['end', 2_000_000_000n],
  ])
})

test('an exception is an event and, by itself, no failure', () => {
  const told: unknown[] = []
  const span = toTracerProvider(tellingTracer(told)).getTracer('library').startSpan('work')

  span.recordException('odd')
  span.setStatus({ code: SpanStatusCode.UNSET })

  expect(told.slice(1)).toEqual([
    ['event', 'exception', { key: 'exception.message', value: 'odd' }],
  ])
})

test('what the facade has no word for changes nothing, and nothing else gets lost', () => {
  const told: unknown[] = []
  const span = toTracerProvider(tellingTracer(told)).getTracer('library').startSpan('work')
  const link = { context: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 } }

  span.updateName('other').addLink(link).addLinks([link]).addEvent('seen', { a: 1 }, [1, 0])
  span.addEvent('heard', [1, 0]).setAttribute('b', 2)

  expect(told.slice(1)).toEqual([
    ['event', 'seen', { key: 'a', value: 1 }],
    ['event', 'heard'],
    ['attributes', { key: 'b', value: 2 }],
  ])
})

test('a span that has ended takes no more', () => {
  const told: unknown[] = []
  const span = toTracerProvider(tellingTracer(told)).getTracer('library').startSpan('work')

  span.end()
  span.setAttribute('late', 1).addEvent('late').setStatus({ code: SpanStatusCode.OK })
  span.end()

  expect(span.isRecording()).toBe(false)
  expect(told.slice(1)).toEqual([['end', undefined]])
})

test('startActiveSpan makes the span active while its work runs, and gives its result', () => {
  const otel = toTracerProvider(tellingTracer([])).getTracer('library')

  const active = otel.startActiveSpan('work', (span) => trace.getSpan(context.active()) === span)

  expect(active).toBe(true)
})

test('a tracer that records by itself gives its own spans', () => {
  const telemetry = new InMemoryTelemetry()

  toTracerProvider(telemetry.tracer)
    .getTracer('library')
    .startSpan('work')
    .updateName('work 7')
    .end()

  expect(telemetry.spansNamed('work 7')).toHaveLength(1)
})

test('where nothing is recorded the context of the parent goes on', () => {
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }
  const context = contextWithParentInfo(ROOT_CONTEXT, parent)

  const span = toTracerProvider(noopTracer).getTracer('library').startSpan('work', {}, context)

  expect(span.isRecording()).toBe(false)
  expect(span.spanContext()).toMatchObject(parent)
})

test('a library does not hear of a backend that throws against its promise', () => {
  diag.disable()
  const broken = (): never => {
    throw new Error('no backend')
  }
  const [, span] = tellingTracer([]).start(ROOT_CONTEXT, 'work')
  const failing = { ...span, end: broken, setAttributes: broken, addEvent: broken }
  const starting = toTracerProvider({ start: broken }).getTracer('library')
  const working = toTracerProvider({ start: (same) => [same, failing] }).getTracer('library')

  expect(starting.startSpan('work').isRecording()).toBe(false)
  expect(() => working.startSpan('work').setAttribute('a', 1).addEvent('b').end()).not.toThrow()
})

/** The tracer of a backend that has nothing to do with OpenTelemetry. */
function tellingTracer(told: unknown[]): Tracer {
  return {
    start(context, name, options) {
      told.push(['start', name, options])
      const span = {
        otel: trace.wrapSpanContext({
          traceId: 'a'.repeat(32),
          spanId: 'b'.repeat(16),
          traceFlags: 1,
        }),
        end: (...given: unknown[]) => void told.push(['end', ...given]),
        setStatus: (...given: unknown[]) => void told.push(['status', ...given]),
        setAttributes: (...given: unknown[]) => void told.push(['attributes', ...given]),
        recordError: (...given: unknown[]) => void told.push(['error', ...given]),
        addEvent: (...given: unknown[]) => void told.push(['event', ...given]),
        [Symbol.dispose]: () => {},
      }
      return [contextWithSpan(context, span), span]
    },
  }
}
