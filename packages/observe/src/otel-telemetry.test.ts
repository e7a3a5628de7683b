import { context, metrics, ROOT_CONTEXT, trace, type Span } from '@opentelemetry/api'
import { afterEach, expect, test } from 'vitest'
import './node/index.ts'
import { otelTelemetry, stringField, withSpan, type OtelLogRecord } from './index.ts'
import { InMemoryTelemetry } from './testing/index.ts'

afterEach(() => {
  trace.disable()
  metrics.disable()
})

test('a bundle over providers records to them under its name', () => {
  const recorded = new InMemoryTelemetry()
  const { tracerProvider, meterProvider } = recorded
  const telemetry = otelTelemetry({ tracerProvider, meterProvider, name: 'shop', version: '2.0.0' })

  telemetry.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  telemetry.metrics.counter('orders', { shop: 'edge' }).inc()
  telemetry.metrics.histogram('wait_ms').observe(3)
  telemetry.metrics.gauge('open').set(2)

  expect(recorded.spans).toMatchObject([{ scope: { name: 'shop', version: '2.0.0' } }])
  expect(recorded.measurements).toEqual([
    { type: 'counter', name: 'orders', tags: { shop: 'edge' }, value: 1 },
    { type: 'histogram', name: 'wait_ms', tags: {}, value: 3 },
    { type: 'gauge', name: 'open', tags: {}, value: 2 },
  ])
})

test('a bundle made before there is an SDK goes over to it', () => {
  const { tracer, metrics: measures } = otelTelemetry()
  const counter = measures.counter('orders')
  counter.inc()
  const recorded = new InMemoryTelemetry()

  trace.setGlobalTracerProvider(recorded.tracerProvider)
  metrics.setGlobalMeterProvider(recorded.meterProvider)
  tracer.start(ROOT_CONTEXT, 'work')[1].end()
  counter.inc()

  expect(recorded.spansNamed('work')).toHaveLength(1)
  expect(recorded.measured('orders')).toEqual([1])
})

test('its providers are those it was given, for instrumentations to share', () => {
  const { tracerProvider, meterProvider } = new InMemoryTelemetry()

  const { otel } = otelTelemetry({ tracerProvider, meterProvider })

  expect(otel).toEqual({ tracerProvider, meterProvider })
})

test('the units and boundaries of metrics are told by their names', () => {
  const made: unknown[] = []
  const meter = new InMemoryTelemetry().meterProvider.getMeter('test')
  const meterProvider = {
    getMeter: () => ({
      ...meter,
      createHistogram: (...given: Parameters<typeof meter.createHistogram>) => {
        made.push(given)
        return meter.createHistogram(...given)
      },
    }),
  }
  const instruments = { 'step.duration_ms': { unit: 'ms', description: 'How long a step takes.' } }
  const { metrics: measures } = otelTelemetry({ meterProvider, instruments })

  measures.histogram('step.duration_ms', { step: 'build' }).observe(1)
  measures.histogram('step.duration_ms', { step: 'test' }).observe(2)

  expect(made).toEqual([['step.duration_ms', instruments['step.duration_ms']]])
})

test('a logger provider of OpenTelemetry gets the log, in the context of the active span', async () => {
  const records: { readonly record: OtelLogRecord; readonly span: Span | undefined }[] = []
  const { tracerProvider } = new InMemoryTelemetry()
  const emit = (record: OtelLogRecord): void =>
    void records.push({ record, span: trace.getSpan(context.active()) })
  const loggerProvider = { getLogger: () => ({ emit }) }
  const { tracer, logger } = otelTelemetry({ tracerProvider, loggerProvider })

  const otel = await withSpan(tracer, 'work', {}, (span) => {
    logger.warn('slow', stringField('item', 'teapot'))
    return span.otel
  })

  expect(records).toMatchObject([{ record: { body: 'slow', attributes: { item: 'teapot' } } }])
  expect(records[0]?.span).toBe(otel)
})

test('a bundle without a logger provider logs nothing, and errors still reach the span', () => {
  const recorded = new InMemoryTelemetry()
  const { tracer, logger, errors } = otelTelemetry({ tracerProvider: recorded.tracerProvider })
  const [context, span] = tracer.start(ROOT_CONTEXT, 'work')

  logger.info('unheard')
  errors.captureError(context, new Error('lost'))
  span.end()

  expect(recorded.spans[0]?.status).toEqual({ code: 'error', message: 'lost' })
})
