import { startNatsServer } from '@hopscope/nats-server'
import { decodeMetrics, type MetricData } from '@hopscope/observe/otlp'
import { ensureTelemetryStream, MetricCollector, type TelemetryError } from '@hopscope/telemetry'
import { metrics, ValueType } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages, type StoredMessage } from './stored-messages.ts'

test('a flush stores all that was measured in one message, with every scope', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new MetricCollector(connection, { service: 'check out' })

  collector.metrics.counter('orders', { kind: 'new' }).inc()
  collector.getMeter('lib', '1').createHistogram('took').record(7)
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(stored).toHaveLength(1)
  expect(stored[0]?.subject).toBe('telemetry.metrics.check_out.batch')
  const [resourceMetrics] = (stored[0] && decodeMetrics(stored[0].data)?.resourceMetrics) ?? []
  expect(resourceMetrics).toMatchObject({
    resource: { attributes: { 'service.name': 'check out' } },
    scopeMetrics: [
      {
        scope: { name: 'check out' },
        metrics: [{ type: 'sum', name: 'orders', points: [{ attributes: { kind: 'new' } }] }],
      },
      { scope: { name: 'lib', version: '1' }, metrics: [{ type: 'histogram', name: 'took' }] },
    ],
  })
  expect(collector.stats).toEqual({ recorded: 2, stored: 2, dropped: 0 })
})

test('nothing is published while nothing was measured', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new MetricCollector(connection, { service: 's' })

  await collector.flush()

  expect(await storedMessages(connection)).toEqual([])
})

test('metrics are published by themselves after the interval', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const subscription = connection.subscribe('telemetry.metrics.>', { max: 1 })
  await using collector = new MetricCollector(connection, {
    env: { OTEL_SERVICE_NAME: 's', OTEL_METRIC_EXPORT_INTERVAL: '1' },
  })

  collector.metrics.gauge('depth').set(1)

  for await (const { subject } of subscription) expect(subject).toBe('telemetry.metrics.s.batch')
})

test('cumulative sums go on, and delta ones begin anew', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' }
  await using cumulative = new MetricCollector(connection, { service: 's', env: {} })
  await using delta = new MetricCollector(connection, { service: 's', env })

  for (const collector of [cumulative, delta]) {
    const counter = collector.getMeter('m').createCounter('a', { valueType: ValueType.INT })
    counter.add(1)
    await collector.flush()
    counter.add(1)
    await collector.flush()
  }

  const stored = (await storedMessages(connection)).flatMap(metricsIn)
  expect(stored.map(({ points }) => points)).toMatchObject([
    [{ value: 1 }],
    [{ value: 2 }],
    [{ value: 1 }],
    [{ value: 1 }],
  ])
})

test("a collector is a meter provider of OpenTelemetry's API", async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new MetricCollector(connection, { service: 's' })

  metrics.setGlobalMeterProvider(collector)
  metrics
    .getMeter('lib')
    .createObservableGauge('depth')
    .addCallback((result) => result.observe(3))
  metrics.disable()
  await collector.flush()

  const stored = (await storedMessages(connection)).flatMap(metricsIn)
  expect(stored).toMatchObject([{ type: 'gauge', name: 'depth' }])
})

test('a metric with more points than a message holds is stored in several', async () => {
  await using server = await startNatsServer({ config: 'max_payload: 65536' })
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new MetricCollector(connection, { service: 's' })
  const counter = collector.getMeter('m').createCounter('a')

  for (let id = 0; id < 1_500; id++) counter.add(1, { id })
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(stored.length).toBeGreaterThan(1)
  const points = stored.flatMap(metricsIn).map((metric) => metric.points.length)
  expect(points.reduce((sum, each) => sum + each, 0)).toBe(1_500)
})

test('closing stores what was measured last, and a flush after it does nothing more', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const collector = new MetricCollector(connection, { service: 's' })

  collector.metrics.counter('a').inc()
  await collector.close()
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 1, stored: 1, dropped: 0 })
})

test('an observable that fails is told of', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  await using collector = new MetricCollector(connection, {
    service: 's',
    onError: (error) => void errors.push(error),
  })
  const gauge = collector.getMeter('m').createObservableGauge('broken')
  gauge.addCallback(() => {
    throw new Error('broken')
  })

  await collector.flush()

  expect(errors).toMatchObject([
    { code: 'CALLBACK_FAILED', message: 'an observable failed: broken' },
  ])
})

function metricsIn({ data }: StoredMessage): readonly MetricData[] {
  const { resourceMetrics = [] } = decodeMetrics(data) ?? {}
  return resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics),
  )
}
