import { startNatsServer } from '@hopscope/nats-server'
import type { SpanData } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  LogCollector,
  MetricCollector,
  TelemetryCollector,
  TraceCollector,
} from '@hopscope/telemetry'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

test("batches of spans are made as OpenTelemetry's variables say, where no option says otherwise", async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = { OTEL_BSP_MAX_QUEUE_SIZE: '2', OTEL_BSP_SCHEDULE_DELAY: '60000' }
  await using byVariables = new TraceCollector(connection, { service: 'a', env })
  await using byOptions = new TraceCollector(connection, { service: 'b', env, maxQueuedSpans: 3 })

  for (const { tracer } of [byVariables, byOptions]) {
    for (let at = 0; at < 5; at++) tracer.start(ROOT_CONTEXT, 'work')[1].end()
  }
  await Promise.all([byVariables.flush(), byOptions.flush()])

  expect(byVariables.stats).toEqual({ recorded: 5, stored: 2, dropped: 3 })
  expect(byOptions.stats).toEqual({ recorded: 5, stored: 3, dropped: 2 })
})

test('a batch that is full by its variable is published without a flush', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = {
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
    OTEL_BSP_SCHEDULE_DELAY: '60000',
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '3',
    OTEL_BLRP_SCHEDULE_DELAY: '60000',
  }
  await using collector = new TelemetryCollector(connection, { service: 's', env })

  for (let at = 0; at < 3; at++) {
    collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
    collector.logger.info('working')
  }

  await expect
    .poll(() => collector.stats)
    .toMatchObject({ spans: { recorded: 3, stored: 2 }, logs: { recorded: 3, stored: 3 } })
})

test('records are published after the delay that the variables have', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = {
    OTEL_BSP_SCHEDULE_DELAY: '1',
    OTEL_BLRP_SCHEDULE_DELAY: '1',
    OTEL_METRIC_EXPORT_INTERVAL: '1',
  }
  await using collector = new TelemetryCollector(connection, { service: 's', env })

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  collector.logger.info('working')
  collector.metrics.counter('works').inc()

  await expect
    .poll(async () => new Set((await storedMessages(connection)).map(({ subject }) => subject)))
    .toEqual(
      new Set(['telemetry.spans.s.batch', 'telemetry.logs.s.info', 'telemetry.metrics.s.batch']),
    )
})

test('a flush waits as long as the variables say, when nobody acknowledges', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const env = {
    OTEL_BSP_EXPORT_TIMEOUT: '20',
    OTEL_BLRP_EXPORT_TIMEOUT: '20',
    OTEL_METRIC_EXPORT_TIMEOUT: '20',
  }
  const silent = { service: 's', env, ackTimeoutMs: 60_000, closeTimeoutMs: 1 }
  await using collector = new TelemetryCollector(connection, silent)
  connection.subscribe('telemetry.>', { callback: () => {} })

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  collector.logger.info('working')
  collector.metrics.counter('works').inc()
  await collector.flush()

  const waiting = { recorded: 1, stored: 0, dropped: 0 }
  expect(collector.stats).toEqual({ spans: waiting, logs: waiting, metrics: waiting })
})

test('with OTEL_SDK_DISABLED nothing is recorded, and a parent is passed on as it is', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = { OTEL_SDK_DISABLED: 'true' }
  await using collector = new TelemetryCollector(connection, { service: 's', env })
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }
  const context = trace.setSpanContext(ROOT_CONTEXT, parent)

  const span = collector.otel.tracerProvider.getTracer('t').startSpan('work', {}, context)
  span.end()
  collector.logger.info('working')
  collector.metrics.counter('works').inc()
  collector.otel.meterProvider.getMeter('m').createHistogram('times').record(1)
  await collector.flush()

  const nothing = { recorded: 0, stored: 0, dropped: 0 }
  expect(span.spanContext()).toMatchObject(parent)
  expect(collector.otel.loggerProvider.getLogger('l').enabled()).toBe(false)
  expect(collector.stats).toEqual({ spans: nothing, logs: nothing, metrics: nothing })
  expect(await storedMessages(connection)).toEqual([])
})

test('each collector alone is disabled as well', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const options = { service: 's', env: { OTEL_SDK_DISABLED: 'TRUE' } }
  await using traces = new TraceCollector(connection, options)
  await using logs = new LogCollector(connection, options)
  await using metrics = new MetricCollector(connection, options)

  traces.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  traces.record(SPAN, { name: 'elsewhere' })
  logs.getLogger('l').emit({ body: 'working' })
  metrics.getMeter('m').createCounter('works').add(1)
  await metrics.flush()

  expect([traces, logs, metrics].map(({ stats }) => stats.recorded)).toEqual([0, 0, 0])
})

const SPAN: SpanData = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'elsewhere',
  kind: 'server',
  startTimeUnixNano: 1n,
  endTimeUnixNano: 2n,
  attributes: {},
  events: [],
  links: [],
  status: { code: 'unset' },
}
