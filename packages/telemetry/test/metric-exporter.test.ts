import { startNatsServer } from '@hopscope/nats-server'
import { decodeMetrics, Double } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  NatsMetricExporter,
  type ExporterOptions,
} from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/transport-node'
import { ValueType } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

test('metrics of the SDK are stored as one OTLP message', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection)

  const meter = provider.getMeter('lib', '1')
  meter.createHistogram('exponential').record(4)
  meter.createCounter('sent', { unit: '{message}', description: 'Sent.' }).add(2, { to: 'a' })
  meter.createUpDownCounter('open', { valueType: ValueType.INT }).add(-1)
  meter.createGauge('depth').record(0.5)
  meter.createHistogram('took', { advice: { explicitBucketBoundaries: [1, 10] } }).record(7)
  await provider.shutdown()

  const stored = await storedMessages(connection)
  expect(stored.map(({ subject }) => subject)).toEqual(['telemetry.metrics.shop.batch'])
  const [resourceMetrics] = (stored[0] && decodeMetrics(stored[0].data)?.resourceMetrics) ?? []
  expect(resourceMetrics?.resource.attributes).toMatchObject({ 'service.name': 'shop' })
  expect(resourceMetrics?.scopeMetrics).toMatchObject([
    {
      scope: { name: 'lib', version: '1' },
      metrics: [
        {
          type: 'exponentialHistogram',
          name: 'exponential',
          points: [{ count: 1, sum: 4, zeroCount: 0, positive: { bucketCounts: [1] } }],
        },
        {
          type: 'sum',
          name: 'sent',
          unit: '{message}',
          description: 'Sent.',
          temporality: 'cumulative',
          isMonotonic: true,
          points: [{ attributes: { to: 'a' }, value: new Double(2) }],
        },
        { type: 'sum', name: 'open', isMonotonic: false, points: [{ value: -1 }] },
        { type: 'gauge', name: 'depth', points: [{ value: 0.5 }] },
        {
          type: 'histogram',
          name: 'took',
          temporality: 'cumulative',
          points: [{ count: 1, sum: 7, min: 7, max: 7, bounds: [1, 10], bucketCounts: [0, 1, 0] }],
        },
      ],
    },
  ])
})

test.each([
  ['', ['cumulative', 'cumulative', 'cumulative', 'cumulative']],
  ['delta', ['delta', 'delta', 'cumulative', 'delta']],
  ['LowMemory', ['delta', 'cumulative', 'cumulative', 'delta']],
])('by the preference %j metrics of the SDK are %j', async (preference, temporalities) => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', preference)
  onTestFinished(() => void vi.unstubAllEnvs())
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection)
  const meter = provider.getMeter('lib')

  meter.createCounter('sent').add(1)
  meter.createObservableCounter('read').addCallback((result) => result.observe(1))
  meter.createUpDownCounter('open').add(1)
  meter.createHistogram('took', { advice: { explicitBucketBoundaries: [1] } }).record(1)
  await provider.shutdown()

  const [message] = await storedMessages(connection)
  const [stored] = (message && decodeMetrics(message.data)?.resourceMetrics) ?? []
  const metrics = new Map(stored?.scopeMetrics[0]?.metrics.map((metric) => [metric.name, metric]))
  expect(['sent', 'read', 'open', 'took'].map((name) => metrics.get(name))).toMatchObject(
    temporalities.map((temporality) => ({ temporality })),
  )
})

test('what DagNats reads is not by the preference', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'delta')
  onTestFinished(() => void vi.unstubAllEnvs())
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const exporter = new NatsMetricExporter(connection, { format: 'dagnats' })

  expect(exporter.selectAggregationTemporality('COUNTER')).toBe(1)
})

test('DagNats has a message for each metric', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats' })

  provider.getMeter('lib').createCounter('step.retries').add(2, { step: 'a' })
  await provider.shutdown()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.metrics.shop.step.retries')
  expect(stored?.header('Nats-Msg-Id')).toMatch(/^metric\.step\.retries\.\d+\.1$/)
  expect(stored && JSON.parse(new TextDecoder().decode(stored.data))).toMatchObject({
    name: 'step.retries',
    serviceName: 'shop',
    data: {
      DataPoints: [
        { Attributes: [{ Key: 'step', Value: { Type: 'STRING', Value: 'a' } }], Value: 2 },
      ],
      Temporality: 'CumulativeTemporality',
      IsMonotonic: true,
    },
  })
})

test('the first DagNats is told what was added since the last time', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats-v1' })
  const counter = provider.getMeter('lib').createCounter('step.retries')

  counter.add(2, { step: 'a' })
  await provider.forceFlush()
  counter.add(3, { step: 'a' })
  await provider.shutdown()

  const stored = await storedMessages(connection)
  expect(stored.map(({ data }) => JSON.parse(new TextDecoder().decode(data)))).toMatchObject([
    { name: 'step.retries', type: 'counter', value: 2, tags: { step: 'a' }, service: 'shop' },
    { name: 'step.retries', type: 'counter', value: 3, tags: { step: 'a' }, service: 'shop' },
  ])
})

function sdk(connection: NatsConnection, options?: ExporterOptions): MeterProvider {
  const exporter = new NatsMetricExporter(connection, options)
  return new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
    views: [
      {
        instrumentName: 'exponential',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
  })
}
