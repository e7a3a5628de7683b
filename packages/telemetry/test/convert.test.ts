import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodeLogs,
  encodeTraces,
  formatTracesJson,
  parseTracesJson,
  type LogRecordData,
  type MetricData,
  type SpanData,
} from '@hopscope/observe/otlp'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { convert, signalOf, type Converted, type StoredTelemetry } from '../src/convert/index.ts'

const PROTOBUF = [['Content-Type', ['application/x-protobuf']]] as const
const TIME = '2024-01-15T10:30:00Z'
const OPTIONS = { fallbackService: 'hopscope' }
const TRACES = spansOf([span(), span()])
const RECORDS: readonly FixtureRecord[] = readFixture('dagnats-records')
const POISON: readonly FixtureRecord[] = readFixture('dagnats-poison')

test.each(RECORDS.filter(({ otlp }) => otlp))('the span $name is the one expected', (record) => {
  expect(decodeTraces(bodyOf(fromFixture(record)))).toEqual(parseTracesJson(asJson(record.otlp)))
})

test('a log record of the first DagNats keeps its fields and what it tells of an error', () => {
  expect(logOf('A.log.error')).toEqual({
    timeUnixNano: 1_705_314_601_000_000_000n,
    observedTimeUnixNano: 1_705_314_601_000_000_000n,
    severityNumber: 17,
    severityText: 'error',
    body: 'task handler returned error, will retry',
    attributes: {
      run_id: 'abc123',
      task_type: 'build',
      'exception.message': 'connection refused',
    },
  })
})

test('log records of both generations keep the ids of their span', () => {
  const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }

  expect(logOf('A.log.info.correlated')).toMatchObject({ ...ids, severityNumber: 9 })
  expect(logOf('B.log')).toMatchObject({ ...ids, severityNumber: 17, body: 'something went wrong' })
})

test.each([
  ['trace', 1],
  ['debug', 5],
  ['INFO', 9],
  ['warn', 13],
  ['error', 17],
  ['fatal', 21],
  ['notice', 0],
])('the level %s is severity %i, and stays as its text', (level, severityNumber) => {
  const log = { level, message: 'm', service: 's', timestamp: '2024-01-15T10:30:01Z' }

  expect(logIn(stored('telemetry.logs.s.info', log))).toMatchObject({
    severityNumber,
    severityText: level,
  })
})

test('sums of DagNats keep every point, their ints and their temporality', () => {
  expect(metricOf('B.metric.sum.int')).toMatchObject({
    type: 'sum',
    name: 'test_requests_total',
    description: 'test counter',
    temporality: 'cumulative',
    isMonotonic: true,
    points: [
      { value: 42, attributes: {} },
      {
        value: 7,
        attributes: { outcome: 'completed', attempt: 2 },
        startTimeUnixNano: 1_705_314_540_000_000_000n,
        timeUnixNano: 1_705_314_600_000_000_000n,
      },
    ],
  })
})

test('a sum of DagNats keeps its exemplars with their trace', () => {
  expect(metricOf('B.metric.sum.exemplar')).toMatchObject({
    points: [
      {
        exemplars: [
          {
            value: 1,
            traceId: '0af7651916cd43dd8448eb211c80319c',
            spanId: 'b7ad6b7169203331',
          },
        ],
      },
    ],
  })
})

test('gauges and histograms of DagNats are what they were', () => {
  expect(metricOf('B.metric.gauge')).toMatchObject({
    type: 'gauge',
    unit: '1',
    points: [{ value: 3.5 }],
  })
  expect(metricOf('B.metric.histogram')).toMatchObject({
    type: 'histogram',
    temporality: 'cumulative',
    points: [{ count: 10, sum: 12.5, min: 0.05, max: 2, bucketCounts: [3, 4, 2, 1] }],
  })
})

test('an exponential histogram and a summary of DagNats are what they were', () => {
  expect(metricOf('B.metric.exponential')).toMatchObject({
    type: 'exponentialHistogram',
    temporality: 'delta',
    points: [
      {
        attributes: { ok: true, ratio: { value: 1 }, shards: [1, 2] },
        count: 5,
        sum: 20,
        max: 8,
        scale: -1,
        zeroCount: 1,
        zeroThreshold: 0.5,
        positive: { offset: -2, bucketCounts: [1, 0, 3] },
        negative: { offset: 0, bucketCounts: [] },
      },
    ],
  })
  expect(metricOf('B.metric.summary')).toMatchObject({
    type: 'summary',
    points: [
      {
        count: 3,
        sum: 6,
        quantiles: [
          { quantile: 0.5, value: 2 },
          { quantile: 0.99, value: 3 },
        ],
      },
    ],
  })
})

test('a point whose start is the zero time of Go has none', () => {
  const data = { DataPoints: [{ StartTime: '0001-01-01T00:00:00Z', Time: TIME, Value: 1 }] }

  expect(metricIn(storedMetric(data))).toMatchObject({ points: [{ startTimeUnixNano: 0n }] })
})

test('an int of 64 bits comes through exactly', () => {
  const text = `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","start_time":"2024-01-15T10:30:00Z","end_time":"2024-01-15T10:30:00Z","attributes":{"big":9223372036854775807,"list":[1,9007199254740993],"ratio":0.30000000000000004}}`

  expect(spanIn({ subject: 'telemetry.spans.s.r', data: Buffer.from(text) })?.attributes).toEqual({
    big: 9_223_372_036_854_775_807n,
    list: [1, 9_007_199_254_740_993n],
    ratio: 0.30000000000000004,
  })
})

test('the service is the one of the record, else of its subject, else of the options', () => {
  const gauge = { name: 'n', type: 'gauge', value: 1, timestamp: '2024-01-15T10:30:01Z' }

  expect(serviceIn(stored('telemetry.metrics.a.n', { ...gauge, service: 'my.svc' }))).toBe('my.svc')
  expect(serviceIn(stored('telemetry.metrics.a.n', gauge))).toBe('a')
  expect(serviceIn(stored('telemetry.metrics._.n', gauge))).toBe('hopscope')
})

test('what cannot be read says why', () => {
  expect(POISON.map((record) => [record.name, reasonOf(fromFixture(record))]))
    .toMatchInlineSnapshot(`
    [
      [
        "not json",
        "it is no object of JSON, or not all of one",
      ],
      [
        "empty body",
        "it is empty",
      ],
      [
        "span without ids",
        "it is neither OTLP nor a record of DagNats for traces",
      ],
      [
        "span of a kind that is none",
        "its kind is no kind of span",
      ],
      [
        "span with short ids",
        "its trace_id is not 32 hex digits, or all zeros",
      ],
      [
        "span whose ids are zeros",
        "its trace_id is not 32 hex digits, or all zeros",
      ],
      [
        "log record without a message",
        "it is neither OTLP nor a record of DagNats for logs",
      ],
      [
        "log record with an empty body",
        "its body is absent or empty",
      ],
      [
        "log record of the year 1",
        "its timestamp is no time from 1970 on",
      ],
      [
        "unknown signal",
        "its subject is of no known signal",
      ],
    ]
  `)
})

test('the example of the documentation, whose ids are cut short, cannot be read', () => {
  expect(reasonOf(fixture('A.doc.span'))).toMatchInlineSnapshot(
    `"its parent_id is not 16 hex digits, or all zeros"`,
  )
})

test.each([
  ['a counter that goes down', { type: 'counter', value: -1 }],
  ['a metric of a type that is none', { type: 'timer', value: 1 }],
  ['a value that is no number', { type: 'gauge', value: 'NaN' }],
  ['tags that are no texts', { type: 'gauge', value: 1, tags: { a: 1 } }],
])('%s cannot be read', (_, fields) => {
  const metric = { name: 'n', service: 's', timestamp: '2024-01-15T10:30:01Z', ...fields }

  expect(reasonOf(stored('telemetry.metrics.s.n', metric))).toMatch(/^its /)
})

test('fields that are nested too deeply cannot be read', () => {
  const fields = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`
  const text = `{"level":"info","message":"m","timestamp":"2024-01-15T10:30:01Z","fields":${fields}}`

  expect(reasonOf({ subject: 'telemetry.logs.s.info', data: Buffer.from(text) })).toBe(
    'its fields are nested too deeply',
  )
})

test('a histogram whose bounds do not fit its counts cannot be read', () => {
  const point = { Time: '2024-01-15T10:30:00Z', Count: 1, Bounds: [1], BucketCounts: [1] }
  const data = { DataPoints: [point], Temporality: 'CumulativeTemporality' }

  expect(reasonOf(storedMetric(data))).toBe('its Bounds do not fit its BucketCounts')
})

test('OTLP as protobuf is passed on as the bytes that came', () => {
  const data = encodeTraces(TRACES)
  const subject = 'telemetry.spans.s.batch'

  expect(convert({ subject, data }, OPTIONS)).toEqual({
    signal: 'traces',
    body: data,
    items: undefined,
  })
  expect(bodyOf({ subject, data })).toBe(data)
  expect(bodyOf({ subject, data, headers: PROTOBUF })).toBe(data)
})

test('compressed OTLP as protobuf is passed on without being unpacked', () => {
  const data = gzipSync(encodeTraces(TRACES))
  const headers = [...PROTOBUF, ['Content-Encoding', ['gzip']]] as const
  const converted = convert({ subject: 'telemetry.spans.s.batch', data, headers }, OPTIONS)

  expect(converted).toMatchObject({ signal: 'traces', encoding: 'gzip', items: undefined })
  expect(converted).toHaveProperty('body', data)
})

test('compressed OTLP without a content type is unpacked', () => {
  const data = gzipSync(encodeTraces(TRACES))
  const headers = [['Content-Encoding', ['gzip']]] as const

  expect(decodeTraces(bodyOf({ subject: 'telemetry.spans.s.batch', data, headers }))).toEqual(
    decodeTraces(encodeTraces(TRACES)),
  )
})

test('OTLP as JSON becomes protobuf, plain or compressed', () => {
  const text = formatTracesJson(TRACES)
  const subject = 'telemetry.spans.s.batch'
  const headers = [
    ['content-type', ['application/json; charset=utf-8']],
    ['content-encoding', ['gzip']],
  ] as const

  expect(bodyOf({ subject, data: Buffer.from(text) })).toEqual(encodeTraces(TRACES))
  expect(bodyOf({ subject, data: Buffer.from(`\n ${text}`) })).toEqual(encodeTraces(TRACES))
  expect(bodyOf({ subject, data: gzipSync(text), headers })).toEqual(encodeTraces(TRACES))
})

test('ints of OTLP that are numbers in JSON come through exactly', () => {
  const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","startTimeUnixNano":1705314600000000001,"attributes":[{"key":"n","value":{"intValue":9007199254740993}},{"key":"d","value":{"doubleValue":90071992547409920}}]}]}]}]}`

  expect(spanIn({ subject: 'telemetry.spans.s.r', data: Buffer.from(text) })).toMatchObject({
    startTimeUnixNano: 1_705_314_600_000_000_001n,
    attributes: { n: 9_007_199_254_740_993n, d: 90_071_992_547_409_920 },
  })
})

test('OTLP of another signal than the subject cannot be read', () => {
  expect(reasonOf(stored('telemetry.spans.s.batch', { resourceLogs: [] }))).toBe(
    'it holds resourceLogs, and its subject is for traces',
  )
})

test('a request without anything in it is nothing to send', () => {
  const data = new Uint8Array(0)

  expect(convert(stored('telemetry.spans.s.b', { resourceSpans: [] }), OPTIONS)).toEqual({
    signal: 'traces',
    nothing: true,
  })
  expect(convert({ subject: 'telemetry.logs.s.b', data, headers: PROTOBUF }, OPTIONS)).toEqual({
    signal: 'logs',
    nothing: true,
  })
})

test.each([
  ['protobuf that is cut short', encodeTraces(spansOf([span()])).slice(0, -1), PROTOBUF],
  ['no gzip', encodeTraces(spansOf([span()])), [...PROTOBUF, ['Content-Encoding', ['gzip']]]],
  ['another encoding', encodeLogs({ resourceLogs: [] }), [['Content-Encoding', ['br']]]],
  ['binary', Buffer.from([1, 2, 3]), []],
] as const)('a body that is %s cannot be read', (_, data, headers) => {
  expect(reasonOf({ subject: 'telemetry.spans.s.b', data, headers })).toMatch(/^its? /)
})

test.each([
  ['telemetry.spans.s.r', 'traces'],
  ['telemetry.hops', 'traces'],
  ['telemetry.hops.APP', 'traces'],
  ['telemetry.logs.s.info', 'logs'],
  ['telemetry.metrics.s.step.duration_ms', 'metrics'],
  ['telemetry.hopsy', undefined],
  ['telemetry.spans', undefined],
  ['orders.new', undefined],
])('%s is of signal %s', (subject, signal) => {
  expect(signalOf(subject)).toBe(signal)
})

interface FixtureRecord {
  readonly name: string
  readonly subject: string
  readonly data: string
  readonly otlp?: object
}

function readFixture(name: string): readonly FixtureRecord[] {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'))
}

function fixture(name: string): StoredTelemetry {
  const record = RECORDS.find((each) => each.name === name)
  if (!record) throw new Error(`no record ${name}`)
  return fromFixture(record)
}

function fromFixture({ subject, data }: FixtureRecord): StoredTelemetry {
  return { subject, data: Buffer.from(data) }
}

function stored(subject: string, record: object): StoredTelemetry {
  return { subject, data: Buffer.from(JSON.stringify(record)) }
}

function storedMetric(data: object): StoredTelemetry {
  return stored('telemetry.metrics.s.n', { name: 'n', serviceName: 's', data })
}

function asJson(value: object | undefined): string {
  return JSON.stringify(value)
}

function bodyOf(record: StoredTelemetry): Uint8Array {
  const converted: Converted = convert(record, OPTIONS)
  if ('body' in converted) return converted.body
  throw new Error(`no request: ${JSON.stringify(converted)}`)
}

function reasonOf(record: StoredTelemetry): string | undefined {
  const converted = convert(record, OPTIONS)
  return 'undecodable' in converted ? converted.undecodable : undefined
}

function spanIn(record: StoredTelemetry): SpanData | undefined {
  return decodeTraces(bodyOf(record))?.resourceSpans[0]?.scopeSpans[0]?.spans[0]
}

function logOf(name: string): LogRecordData | undefined {
  return logIn(fixture(name))
}

function logIn(record: StoredTelemetry): LogRecordData | undefined {
  return decodeLogs(bodyOf(record))?.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
}

function metricOf(name: string): MetricData | undefined {
  return metricIn(fixture(name))
}

function metricIn(record: StoredTelemetry): MetricData | undefined {
  return decodeMetrics(bodyOf(record))?.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0]
}

function serviceIn(record: StoredTelemetry): unknown {
  const resource = decodeMetrics(bodyOf(record))?.resourceMetrics[0]?.resource
  return resource?.attributes['service.name']
}

function spansOf(spans: readonly SpanData[]) {
  const resource = { attributes: { 'service.name': 'shop' } }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'test' }, spans }] }] }
}

function span(): SpanData {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name: 'work',
    kind: 'internal',
    startTimeUnixNano: 1n,
    endTimeUnixNano: 2n,
    attributes: { attempt: 2 },
    events: [],
    links: [],
    status: { code: 'unset' },
  }
}
