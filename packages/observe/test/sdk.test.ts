import {
  contextWithParentInfo,
  float64Attr,
  int64Attr,
  otelTelemetry,
  withSpan,
  type OtelTelemetryOptions,
} from '@hopscope/observe'
import '@hopscope/observe/node'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, onTestFinished, test } from 'vitest'

test('a span of the facade is a span of the SDK, with every attribute', async () => {
  const { telemetry, exported } = sdk()
  const attributes = [float64Attr('ratio', 1), int64Attr('bytes', 2n ** 60n), int64Attr('n', 3)]

  await withSpan(telemetry.tracer, 'work', { kind: 'producer', attributes }, (span) => {
    span.addEvent('sent', float64Attr('ratio', 2))
  })

  expect(exported.spans()).toMatchObject([
    {
      name: 'work',
      kind: SpanKind.PRODUCER,
      attributes: { ratio: 1, bytes: '1152921504606846976', n: 3 },
      events: [{ name: 'sent', attributes: { ratio: 2 } }],
    },
  ])
})

test('a span of the SDK begins and ends when the facade says', () => {
  const { telemetry, exported } = sdk()
  const startTimeUnixNano = 1_700_000_000_123_456_789n

  telemetry.tracer.start(ROOT_CONTEXT, 'work', { startTimeUnixNano })[1].end(startTimeUnixNano + 5n)

  expect(exported.spans()).toMatchObject([
    { startTime: [1_700_000_000, 123_456_789], endTime: [1_700_000_000, 123_456_794] },
  ])
})

test('an error that is reported fails the span of the SDK below a remote parent', () => {
  const { telemetry, exported } = sdk()
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
  const [context, span] = telemetry.tracer.start(
    contextWithParentInfo(ROOT_CONTEXT, parent),
    'work',
  )

  telemetry.errors.captureError(context, new RangeError('too far'))
  span.end()

  const [work] = exported.spans()
  expect(work?.spanContext().traceId).toBe(parent.traceId)
  expect(work?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'too far' })
})

test('metrics of the facade are metrics of the SDK, with units and boundaries', async () => {
  const { telemetry, exported } = sdk({
    instruments: { wait_ms: { unit: 'ms', advice: { explicitBucketBoundaries: [1, 10] } } },
  })

  telemetry.metrics.counter('orders', { shop: 'edge' }).inc()
  telemetry.metrics.counter('orders', { shop: 'edge' }).add(2)
  telemetry.metrics.gauge('open').set(4)
  telemetry.metrics.gauge('open').dec()
  telemetry.metrics.histogram('wait_ms').observe(5)

  expect(await exported.metrics()).toMatchObject([
    { descriptor: { name: 'orders' }, dataPoints: [{ attributes: { shop: 'edge' }, value: 3 }] },
    { descriptor: { name: 'open' }, dataPoints: [{ value: 3 }] },
    {
      descriptor: { name: 'wait_ms', unit: 'ms' },
      dataPoints: [{ value: { sum: 5, buckets: { boundaries: [1, 10], counts: [0, 1, 0] } } }],
    },
  ])
})

/** A bundle over OpenTelemetry's SDK, and what that exports. */
function sdk(options: OtelTelemetryOptions = {}) {
  const spans = new InMemorySpanExporter()
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  })
  const meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: metrics })],
  })
  onTestFinished(() => meterProvider.shutdown())
  const exported = {
    spans: () => spans.getFinishedSpans(),
    metrics: async () => {
      await meterProvider.forceFlush()
      return metrics.getMetrics().flatMap((all) => all.scopeMetrics.flatMap((one) => one.metrics))
    },
  }
  return { telemetry: otelTelemetry({ tracerProvider, meterProvider, ...options }), exported }
}
