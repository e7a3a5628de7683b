import { startNatsServer } from '@hopscope/nats-server'
import { decodeLogs, decodeMetrics, decodeTraces } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  NatsLogRecordExporter,
  NatsMetricExporter,
  NatsSpanExporter,
  TelemetryCollector,
} from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/transport-node'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

const RESOURCE_URL = 'https://opentelemetry.io/schemas/1.30.0'
const SCOPE_URL = 'https://opentelemetry.io/schemas/1.37.0'

test("the conventions of the SDK's resource and scopes are told of", async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const resource = resourceFromAttributes({ 'service.name': 's' }, { schemaUrl: RESOURCE_URL })
  const spanProcessors = [new BatchSpanProcessor(new NatsSpanExporter(connection))]
  const traces = new BasicTracerProvider({ resource, spanProcessors })
  const exporter = new NatsLogRecordExporter(connection)
  const logs = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter })],
  })
  const metricExporter = new NatsMetricExporter(connection)
  const readers = [new PeriodicExportingMetricReader({ exporter: metricExporter })]
  const metrics = new MeterProvider({ resource, readers })
  const ofScope = ['lib', '1', { schemaUrl: SCOPE_URL }] as const

  traces
    .getTracer(...ofScope)
    .startSpan('work', {}, ROOT_CONTEXT)
    .end()
  logs.getLogger(...ofScope).emit({ body: 'working', severityNumber: 9 })
  metrics
    .getMeter(...ofScope)
    .createCounter('works')
    .add(1)
  await traces.shutdown()
  await logs.shutdown()
  await metrics.shutdown()

  expect(await schemaUrls(connection)).toEqual({
    spans: [RESOURCE_URL, [['lib', SCOPE_URL]]],
    logs: [RESOURCE_URL, [['lib', SCOPE_URL]]],
    metrics: [RESOURCE_URL, [['lib', SCOPE_URL]]],
  })
})

test('the conventions of what a collector records are told of, scope by scope', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TelemetryCollector(connection, { service: 's' })
  const { tracerProvider, loggerProvider, meterProvider } = collector.otel
  const withUrl = { schemaUrl: SCOPE_URL }

  for (const options of [withUrl, {}]) {
    tracerProvider.getTracer('lib', '1', options).startSpan('work', {}, ROOT_CONTEXT).end()
    loggerProvider.getLogger('lib', '1', options).emit({ body: 'working', severityNumber: 9 })
    meterProvider.getMeter('lib', '1', options).createCounter('works').add(1)
  }
  await collector.flush()

  const both = [
    undefined,
    [
      ['lib', SCOPE_URL],
      ['lib', undefined],
    ],
  ]
  expect(await schemaUrls(connection)).toEqual({ spans: both, logs: both, metrics: both })
})

type Told = readonly [resource: string | undefined, scopes: readonly (readonly unknown[])[]]

/** The schema URLs of the first message of each signal. */
async function schemaUrls(connection: NatsConnection) {
  const stored = await storedMessages(connection)
  const dataOf = (signal: string): Uint8Array =>
    stored.find(({ subject }) => subject.startsWith(`telemetry.${signal}.`))?.data ??
    new Uint8Array()
  const spans = decodeTraces(dataOf('spans'))?.resourceSpans[0]
  const logs = decodeLogs(dataOf('logs'))?.resourceLogs[0]
  const metrics = decodeMetrics(dataOf('metrics'))?.resourceMetrics[0]
  return {
    spans: told(spans, spans?.scopeSpans),
    logs: told(logs, logs?.scopeLogs),
    metrics: told(metrics, metrics?.scopeMetrics),
  }
}

interface HasSchemaUrl {
  readonly schemaUrl?: string
}

function told(
  resource: HasSchemaUrl | undefined,
  scopes: readonly (HasSchemaUrl & { readonly scope: { readonly name: string } })[] = [],
): Told {
  return [resource?.schemaUrl, scopes.map(({ scope, schemaUrl }) => [scope.name, schemaUrl])]
}
