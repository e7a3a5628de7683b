import { metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, expectTypeOf, test } from 'vitest'
import './node/index.ts'
import {
  errorReporter,
  noopErrorReporter,
  noopLogger,
  noopMetrics,
  noopTelemetry,
  noopTracer,
  otelProvidersOf,
  sinkLogger,
  toTelemetry,
  type ErrorReporter,
  type Logger,
  type Metrics,
  type OtelProviders,
  type Telemetry,
  type Tracer,
} from './index.ts'
import { InMemoryTelemetry } from './testing/index.ts'

test('the no-op bundle has every part, and each is the no-op one', () => {
  expect(noopTelemetry).toEqual({
    tracer: noopTracer,
    logger: noopLogger,
    metrics: noopMetrics,
    errors: noopErrorReporter,
  })
})

test('a bundle of nothing has every part', () => {
  expect(toTelemetry({})).toEqual({
    tracer: noopTracer,
    logger: noopLogger,
    metrics: noopMetrics,
    errors: { captureError: expect.any(Function), captureMessage: expect.any(Function) },
  })
})

test('a bundle has the parts that it was given', () => {
  const { tracer, metrics } = new InMemoryTelemetry()
  const logger = sinkLogger(() => {})
  const errors = errorReporter(noopLogger)

  expect(toTelemetry({ tracer, logger, metrics, errors })).toEqual({
    tracer,
    logger,
    metrics,
    errors,
  })
})

test('a bundle without a reporter of its own reports errors to its logger', () => {
  const { logger, logs } = new InMemoryTelemetry()

  toTelemetry({ logger }).errors.captureError(ROOT_CONTEXT, new Error('lost'))

  expect(logs).toMatchObject([{ level: 'error', message: 'lost' }])
})

test('a bundle that stands on OpenTelemetry gives its providers away', () => {
  const telemetry = new InMemoryTelemetry()

  expect(otelProvidersOf(telemetry)).toMatchObject({
    tracerProvider: telemetry.tracerProvider,
    meterProvider: telemetry.meterProvider,
  })
})

test('a bundle that stands on nothing of OpenTelemetry has providers that forward to it', () => {
  const telemetry = new InMemoryTelemetry()
  const { tracer, metrics } = telemetry
  const bare = toTelemetry({ tracer, metrics })

  const { tracerProvider, meterProvider } = otelProvidersOf(bare)
  tracerProvider.getTracer('library').startSpan('work').end()
  meterProvider.getMeter('library').createCounter('sent').add(1)

  expect(telemetry.spansNamed('work')).toHaveLength(1)
  expect(telemetry.measured('sent')).toEqual([1])
  expect(otelProvidersOf(bare)).toBe(otelProvidersOf(bare))
})

test('the no-op bundle passes a context on without recording', () => {
  const { tracer } = new InMemoryTelemetry()
  const [context] = tracer.start(ROOT_CONTEXT, 'work')
  const { tracerProvider } = otelProvidersOf(noopTelemetry)

  const span = tracerProvider.getTracer('library').startSpan('work', {}, context)

  expect(span.isRecording()).toBe(false)
  expect(span.spanContext()).toEqual(trace.getSpanContext(context))
})

test('every part of a bundle is always there', () => {
  expectTypeOf<Telemetry>().toEqualTypeOf<{
    readonly tracer: Tracer
    readonly logger: Logger
    readonly metrics: Metrics
    readonly errors: ErrorReporter
    readonly otel?: OtelProviders
  }>()
  expectTypeOf(trace.getTracerProvider()).toExtend<OtelProviders['tracerProvider']>()
  expectTypeOf(metrics.getMeterProvider()).toExtend<OtelProviders['meterProvider']>()
  expectTypeOf<InMemoryTelemetry>().toExtend<Telemetry>()
})
