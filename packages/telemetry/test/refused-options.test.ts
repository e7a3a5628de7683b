import { startNatsServer } from '@hopscope/nats-server'
import {
  LogCollector,
  MetricCollector,
  NatsLogRecordExporter,
  NatsMetricExporter,
  NatsSpanExporter,
  TelemetryCollector,
  TraceCollector,
} from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

const CLASSES = {
  TraceCollector,
  LogCollector,
  MetricCollector,
  TelemetryCollector,
  NatsSpanExporter,
  NatsLogRecordExporter,
  NatsMetricExporter,
} as const

test.each([
  ['TraceCollector', { compression: 'zstd' }, 'compression must be none or gzip, got zstd'],
  ['TraceCollector', { limits: { maxEvents: NaN } }, 'limits.maxEvents must be 0 or more, got NaN'],
  [
    'LogCollector',
    { limits: { maxAttributes: -1 } },
    'limits.maxAttributes must be 0 or more, got -1',
  ],
  ['LogCollector', { compression: 'br' }, 'compression must be none or gzip, got br'],
  [
    'MetricCollector',
    { temporality: 'deltas' },
    'temporality must be cumulative, delta or lowmemory, got deltas',
  ],
  ['TelemetryCollector', { compression: '' }, 'compression must be none or gzip, got '],
  [
    'TelemetryCollector',
    { traces: { limits: { maxLinks: -1 } } },
    'limits.maxLinks must be 0 or more, got -1',
  ],
  ['NatsSpanExporter', { format: 'otpl' }, 'format must be otlp, dagnats or dagnats-v1, got otpl'],
  ['NatsLogRecordExporter', { compression: 'zstd' }, 'compression must be none or gzip, got zstd'],
  ['NatsMetricExporter', { format: 'v1' }, 'format must be otlp, dagnats or dagnats-v1, got v1'],
] as const)('%s with %j is refused', async (name, options, message) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  // As who writes JavaScript may have it.
  const given = options as object

  expect(() => new CLASSES[name](connection, given)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
})

test('a limit of 0, and one that is none, is taken', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const limits = { maxAttributes: 0, maxValueLength: Infinity }

  await using collector = new TraceCollector(connection, { service: 's', limits })

  expect(collector.stats.recorded).toBe(0)
})
