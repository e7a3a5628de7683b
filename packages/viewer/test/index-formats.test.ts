import {
  decodeTraces,
  encodeLogs,
  encodeMetrics,
  Double,
  parseTracesJson,
} from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { BEGIN, span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import {
  ask,
  dagnatsRecords,
  find,
  recordedTelemetry,
  startTelemetry,
  store,
  untilRead,
} from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const DAGNATS_TRACE = '0af7651916cd43dd8448eb211c80319c'

// One for all: every format that TELEMETRY may have is in it.
let telemetry: Awaited<ReturnType<typeof startTelemetry>>
let index: TraceIndex

beforeAll(async () => {
  telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [
    ...recordedTelemetry(),
    ...dagnatsRecords('dagnats-poison'),
    asProtobuf(1),
    asGzip(2),
    asJson(3),
    exact(),
    link(),
    logs(),
    metrics(5, 1),
    metrics(7, 2),
  ])
  index = await openTraceIndex({ connection })
  await untilRead(index, connection)
})

afterAll(async () => {
  await index[Symbol.asyncDispose]()
  await telemetry[Symbol.asyncDispose]()
})

test('spans are found whether they are protobuf, compressed or JSON', async () => {
  expect(await find(index, 'service=formats')).toEqual([3, 2, 1].map(traceIdOf))
})

test('spans of both generations of DagNats are found', async () => {
  expect(await find(index, 'service=worker operation~executeTask')).toContain(DAGNATS_TRACE)
  expect(await find(index, 'attr.run_id=abc123')).toContain(DAGNATS_TRACE)
})

test('what servers report becomes hops, plain or compressed by gzip or snappy', async () => {
  const { hops } = await ask(index, { type: 'index-status' })
  const { servers } = await ask(index, { type: 'map' })

  expect(hops).toBeGreaterThan(100)
  expect(servers.map(({ name }) => name)).toEqual(expect.arrayContaining(['C1N1', 'C2N1']))
})

test('a message that cannot be read is counted, with the last reason', async () => {
  const { unreadable, lastUnreadable } = await ask(index, { type: 'index-status' })

  expect(unreadable).toBe(10)
  expect(lastUnreadable).toMatch(/^message \d+ on telemetry\.\S+: it|its /)
})

test('a trace comes out as it went in: times to the nanosecond, ints and doubles apart', async () => {
  const json = await index.ask({ type: 'otlp', traceId: traceIdOf(4) })
  const original = decodeTraces(exact().data)

  expect(parseTracesJson(new TextDecoder().decode(json))).toEqual(original)
})

test('a span tells who links to it, from other traces too', async () => {
  const detail = await ask(index, { type: 'span', traceId: traceIdOf(4), spanId: spanIdOf(4) })

  expect(detail.linkedFrom).toEqual([
    {
      traceId: traceIdOf(5),
      spanId: spanIdOf(5),
      name: 'process later',
      service: 'linked',
      attributes: [],
    },
  ])
})

test('log records are with their span and their trace', async () => {
  const detail = await ask(index, { type: 'span', traceId: traceIdOf(4), spanId: spanIdOf(4) })
  const { events } = await ask(index, { type: 'events', traceId: traceIdOf(4) })

  expect(detail.logs).toMatchObject([
    { severity: 'WARN', body: 'low on stock', service: 'formats' },
  ])
  expect(events).toMatchObject([
    { type: 'event', text: 'packed' },
    { type: 'log', text: 'low on stock', severity: 'WARN', spanId: spanIdOf(4) },
  ])
})

test('of a metric the last value is known, of increases their sum', async () => {
  const { series } = await ask(index, { type: 'metrics' })

  expect(series.filter(({ service }) => service === 'formats')).toMatchObject([
    { name: 'orders.delta', type: 'sum', value: 12 },
    { name: 'stock', type: 'gauge', value: 7, unit: '{piece}' },
    { name: 'took', type: 'histogram', value: 0.75, count: 3 },
  ])
})

function asProtobuf(trace: number): StoredTelemetry {
  return spansOf('formats', [span(trace, trace)])
}

function asGzip(trace: number): StoredTelemetry {
  const { subject, data, headers = [] } = asProtobuf(trace)
  return { subject, data: gzipSync(data), headers: [...headers, ['Content-Encoding', ['gzip']]] }
}

function asJson(trace: number): StoredTelemetry {
  const start = (BEGIN + BigInt(trace) * 1_000_000_000n).toString()
  const one = {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(trace),
    name: 'work',
    startTimeUnixNano: start,
    endTimeUnixNano: start,
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'formats' } }] }
  const text = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [one] }] }] })
  return { subject: 'telemetry.spans.formats.batch', data: Buffer.from(text) }
}

function exact(): StoredTelemetry {
  return spansOf('exact', [
    span(4, 4, {
      startTimeUnixNano: BEGIN + 123_456_789n,
      endTimeUnixNano: BEGIN + 987_654_321n,
      attributes: {
        int: 1,
        double: new Double(1),
        half: 0.5,
        large: 2n ** 62n + 1n,
        bytes: new Uint8Array([0, 255]),
        list: ['a', 1, new Double(2), null, { nested: true }],
      },
      events: [
        { name: 'packed', timeUnixNano: BEGIN + 200_000_001n, attributes: { at: 1n << 60n } },
      ],
      traceState: 'vendor=1',
      flags: 0x301,
      droppedAttributesCount: 3,
    }),
  ])
}

function link(): StoredTelemetry {
  const links = [{ traceId: traceIdOf(4), spanId: spanIdOf(4), attributes: {} }]
  return spansOf('linked', [span(5, 5, { name: 'process later', kind: 'consumer', links })])
}

function logs(): StoredTelemetry {
  const record = {
    timeUnixNano: BEGIN + 300_000_000n,
    observedTimeUnixNano: 0n,
    severityNumber: 13,
    body: 'low on stock',
    attributes: {},
    traceId: traceIdOf(4),
    spanId: spanIdOf(4),
  }
  const scopeLogs = [{ scope: { name: 'test' }, logRecords: [record] }]
  const resourceLogs = [{ resource: { attributes: { 'service.name': 'formats' } }, scopeLogs }]
  return { subject: 'telemetry.logs.formats.warn', data: encodeLogs({ resourceLogs }) }
}

function metrics(value: number, at: number): StoredTelemetry {
  const head = { attributes: {}, startTimeUnixNano: 0n, timeUnixNano: BEGIN + BigInt(at) }
  const point = { ...head, value }
  const sized = { ...head, count: at, sum: 0.25 * at, bounds: [], bucketCounts: [] }
  const scopeMetrics = [
    {
      scope: { name: 'test' },
      metrics: [
        {
          type: 'sum',
          name: 'orders.delta',
          temporality: 'delta',
          isMonotonic: true,
          points: [point],
        },
        { type: 'gauge', name: 'stock', unit: '{piece}', points: [point] },
        { type: 'histogram', name: 'took', temporality: 'delta', points: [sized] },
      ],
    } as const,
  ]
  const resource = { attributes: { 'service.name': 'formats' } }
  const data = encodeMetrics({ resourceMetrics: [{ resource, scopeMetrics }] })
  return { subject: 'telemetry.metrics.formats.batch', data }
}
