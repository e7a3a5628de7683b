import { Double, type LogRecordData, type MetricData, type SpanData } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { formatDagnatsLog, formatDagnatsV1Log } from './format-log.ts'
import { formatDagnatsMetric } from './format-metric.ts'
import { formatDagnatsV1Metric } from './format-metric-v1.ts'
import { formatDagnatsSpan } from './format-span.ts'
import { formatDagnatsV1Span } from './format-span-v1.ts'

// The texts are those that DagNats itself writes, byte for byte, but for the spaces after commas that
// Protocol Buffers for Go adds or not, by the build.

test('a span of the first DagNats has its attributes in order', () => {
  const span: SpanData = {
    ...SPAN,
    parentSpanId: '00f067aa0ba902b7',
    name: 'worker.executeTask',
    kind: 'server',
    startTimeUnixNano: at('10:30:00'),
    endTimeUnixNano: at('10:30:01', 234_000_000n),
    attributes: { step_id: 'build', run_id: 'abc123', ratio: 0.5, cached: false, attempt: 2 },
    status: { code: 'ok' },
  }

  expect(formatDagnatsV1Span(span, 'worker')).toBe(
    '{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","parent_id":"00f067aa0ba902b7","name":"worker.executeTask","service":"worker","kind":"server","start_time":"2024-01-15T10:30:00Z","end_time":"2024-01-15T10:30:01.234Z","duration_ms":1234,"status":"ok","attributes":{"attempt":2,"cached":false,"ratio":0.5,"run_id":"abc123","step_id":"build"}}',
  )
})

test('a span of the first DagNats that failed has an error, and its text is escaped as Go does', () => {
  const span: SpanData = {
    ...SPAN,
    spanId: '00f067aa0ba902b7',
    name: 'handle <event> & publish',
    startTimeUnixNano: at('10:29:59', 999_999_999n),
    endTimeUnixNano: at('10:30:02'),
    events: [
      {
        name: 'retry',
        timeUnixNano: at('10:30:01', 500_000_000n),
        attributes: { delay_ms: 250 },
      },
    ],
    status: { code: 'error', message: 'connection refused' },
  }

  expect(formatDagnatsV1Span(span, 'engine')).toBe(
    '{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"00f067aa0ba902b7","name":"handle \\u003cevent\\u003e \\u0026 publish","service":"engine","kind":"internal","start_time":"2024-01-15T10:29:59.999999999Z","end_time":"2024-01-15T10:30:02Z","duration_ms":2000,"status":"error","events":[{"name":"retry","time":"2024-01-15T10:30:01.5Z","attributes":{"delay_ms":250}}],"error":"connection refused"}',
  )
})

test('a span of DagNats is one of Protocol Buffers in JSON', () => {
  const span: SpanData = {
    ...SPAN,
    traceState: 'vendor=a',
    parentSpanId: '00f067aa0ba902b7',
    name: 'executeTask build',
    kind: 'consumer',
    startTimeUnixNano: at('10:30:00'),
    endTimeUnixNano: at('10:30:01', 234_000_000n),
    attributes: { run_id: 'abc123', attempt: 2, ratio: 0.5, cached: false },
    events: [
      {
        name: 'exception',
        timeUnixNano: at('10:30:01'),
        attributes: { 'exception.message': 'connection refused' },
      },
    ],
    status: { code: 'error', message: 'connection refused' },
  }

  expect(formatDagnatsSpan(span)).toBe(
    '{"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"t61rcWkgMzE=","traceState":"vendor=a","parentSpanId":"APBnqgupArc=","name":"executeTask build","kind":"SPAN_KIND_CONSUMER","startTimeUnixNano":"1705314600000000000","endTimeUnixNano":"1705314601234000000","attributes":[{"key":"run_id","value":{"stringValue":"abc123"}},{"key":"attempt","value":{"intValue":"2"}},{"key":"ratio","value":{"doubleValue":0.5}},{"key":"cached","value":{"boolValue":false}}],"events":[{"timeUnixNano":"1705314601000000000","name":"exception","attributes":[{"key":"exception.message","value":{"stringValue":"connection refused"}}]}],"status":{"message":"connection refused","code":"STATUS_CODE_ERROR"}}',
  )
})

test('a span of DagNats without a status has an empty one', () => {
  const span: SpanData = {
    ...SPAN,
    spanId: '00f067aa0ba902b7',
    name: 'dagnats.api startRun',
    startTimeUnixNano: at('10:29:59'),
    endTimeUnixNano: at('10:30:02'),
  }

  expect(formatDagnatsSpan(span)).toBe(
    '{"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"APBnqgupArc=","name":"dagnats.api startRun","kind":"SPAN_KIND_INTERNAL","startTimeUnixNano":"1705314599000000000","endTimeUnixNano":"1705314602000000000","status":{}}',
  )
})

test('what is no scalar is a text in a span of DagNats', () => {
  const attributes = { list: ['a', 1], big: 2n ** 60n, whole: new Double(1), odd: Number.NaN }
  const { attributes: written } = JSON.parse(formatDagnatsSpan({ ...SPAN, attributes }))

  expect(written).toEqual([
    { key: 'list', value: { stringValue: '["a",1]' } },
    { key: 'big', value: { intValue: '1152921504606846976' } },
    { key: 'whole', value: { doubleValue: 1 } },
    { key: 'odd', value: { doubleValue: 'NaN' } },
  ])
})

test('a log record of DagNats has texts for attributes', () => {
  const record: LogRecordData = {
    ...LOG,
    severityText: 'ERROR',
    body: 'something went wrong',
    attributes: { component: 'engine', attempt: 2 },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
  }

  expect(formatDagnatsLog(record, 'log-test-svc')).toBe(
    '{"timestamp":"2024-01-15T10:30:01Z","severity":"error","body":"something went wrong","attributes":{"attempt":"2","component":"engine"},"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","serviceName":"log-test-svc"}',
  )
})

test('a log record of DagNats without a severity is info', () => {
  expect(formatDagnatsLog({ ...LOG, body: 'no severity set' }, 'default-sev-svc')).toBe(
    '{"timestamp":"2024-01-15T10:30:01Z","severity":"info","body":"no severity set","serviceName":"default-sev-svc"}',
  )
})

test('a log record of the first DagNats has fields, and the message of an error', () => {
  const record: LogRecordData = {
    ...LOG,
    severityNumber: 17,
    body: 'task handler returned error, will retry',
    attributes: {
      task_type: 'build',
      run_id: 'abc123',
      'exception.message': 'connection refused',
    },
  }

  expect(formatDagnatsV1Log(record, 'engine')).toBe(
    '{"level":"error","message":"task handler returned error, will retry","service":"engine","fields":{"run_id":"abc123","task_type":"build"},"timestamp":"2024-01-15T10:30:01Z","error":"connection refused"}',
  )
})

test('a log record of the first DagNats has the ids of its span', () => {
  const record: LogRecordData = {
    ...LOG,
    timeUnixNano: at('10:30:00'),
    severityNumber: 9,
    body: 'step started',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
  }

  expect(formatDagnatsV1Log(record, 'engine')).toBe(
    '{"level":"info","message":"step started","service":"engine","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","timestamp":"2024-01-15T10:30:00Z"}',
  )
})

test('a sum of DagNats is one of Go', () => {
  const metric: MetricData = {
    type: 'sum',
    name: 'test_requests_total',
    description: 'test counter',
    temporality: 'cumulative',
    isMonotonic: true,
    points: [
      { ...POINT, value: 42 },
      { ...POINT, attributes: { outcome: 'completed', attempt: 2 }, value: 7 },
    ],
  }

  expect(JSON.parse(formatDagnatsMetric(metric, 'metric-test-svc'))).toEqual({
    name: 'test_requests_total',
    description: 'test counter',
    serviceName: 'metric-test-svc',
    data: {
      DataPoints: [
        {
          Attributes: [],
          StartTime: '2024-01-15T10:29:00Z',
          Time: '2024-01-15T10:30:00Z',
          Value: 42,
        },
        {
          Attributes: [
            { Key: 'attempt', Value: { Type: 'INT64', Value: 2 } },
            { Key: 'outcome', Value: { Type: 'STRING', Value: 'completed' } },
          ],
          StartTime: '2024-01-15T10:29:00Z',
          Time: '2024-01-15T10:30:00Z',
          Value: 7,
        },
      ],
      Temporality: 'CumulativeTemporality',
      IsMonotonic: true,
    },
    timestamp: '2024-01-15T10:30:00Z',
  })
})

test('a gauge of DagNats has no temporality', () => {
  const points = [{ ...POINT, value: 3.5 }]
  const metric: MetricData = { type: 'gauge', name: 'queue.depth', unit: '1', points }

  expect(formatDagnatsMetric(metric, 'dagnats')).toBe(
    '{"name":"queue.depth","unit":"1","serviceName":"dagnats","data":{"DataPoints":[{"Attributes":[],"StartTime":"2024-01-15T10:29:00Z","Time":"2024-01-15T10:30:00Z","Value":3.5}]},"timestamp":"2024-01-15T10:30:00Z"}',
  )
})

test('a histogram of DagNats has its buckets', () => {
  const metric: MetricData = {
    ...HISTOGRAM,
    points: [{ ...BUCKETS, attributes: { workflow: 'demo' }, min: 0.05, max: 2 }],
  }

  expect(formatDagnatsMetric(metric, 'dagnats')).toBe(
    '{"name":"step.duration_ms","unit":"ms","serviceName":"dagnats","data":{"DataPoints":[{"Attributes":[{"Key":"workflow","Value":{"Type":"STRING","Value":"demo"}}],"StartTime":"2024-01-15T10:29:00Z","Time":"2024-01-15T10:30:00Z","Count":10,"Bounds":[0.1,0.5,1],"BucketCounts":[3,4,2,1],"Min":0.05,"Max":2,"Sum":12.5}],"Temporality":"CumulativeTemporality"},"timestamp":"2024-01-15T10:30:00Z"}',
  )
  expect(formatDagnatsMetric({ ...HISTOGRAM, points: [BUCKETS] }, 'dagnats')).toContain(
    '"Min":null,"Max":null',
  )
})

test('a metric of the first DagNats is a measurement for each point', () => {
  const point = { ...POINT, timeUnixNano: at('10:30:01') }
  const counter: MetricData = {
    type: 'sum',
    name: 'step.retries',
    temporality: 'delta',
    isMonotonic: true,
    points: [{ ...point, value: 1 }],
  }
  const gauge: MetricData = {
    type: 'gauge',
    name: 'worker.tasks.active',
    points: [{ ...point, timeUnixNano: at('10:30:01', 1n), value: 3 }],
  }
  const histogram: MetricData = {
    ...HISTOGRAM,
    points: [
      { ...point, ...NO_BUCKETS, count: 2, sum: 2468, attributes: { task_type: 'build' } },
      { ...point, ...NO_BUCKETS, count: 0 },
    ],
  }

  expect(
    [counter, gauge, histogram].flatMap((each) => formatDagnatsV1Metric(each, 'worker')),
  ).toEqual([
    '{"name":"step.retries","type":"counter","value":1,"service":"worker","timestamp":"2024-01-15T10:30:01Z"}',
    '{"name":"worker.tasks.active","type":"gauge","value":3,"service":"worker","timestamp":"2024-01-15T10:30:01.000000001Z"}',
    '{"name":"step.duration_ms","type":"histogram","value":1234,"tags":{"task_type":"build"},"service":"worker","timestamp":"2024-01-15T10:30:01Z"}',
  ])
})

const SPAN: SpanData = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  name: 'work',
  kind: 'internal',
  startTimeUnixNano: 0n,
  endTimeUnixNano: 0n,
  attributes: {},
  events: [],
  links: [],
  status: { code: 'unset' },
}

const LOG: LogRecordData = {
  timeUnixNano: at('10:30:01'),
  observedTimeUnixNano: 0n,
  severityNumber: 0,
  body: null,
  attributes: {},
}

const POINT = {
  attributes: {},
  startTimeUnixNano: at('10:29:00'),
  timeUnixNano: at('10:30:00'),
}

const NO_BUCKETS = { bounds: [], bucketCounts: [] }

const BUCKETS = {
  ...POINT,
  count: 10,
  sum: 12.5,
  bounds: [0.1, 0.5, 1],
  bucketCounts: [3, 4, 2, 1],
}

const HISTOGRAM = {
  type: 'histogram',
  name: 'step.duration_ms',
  unit: 'ms',
  temporality: 'cumulative',
} as const

function at(time: string, nanos = 0n): bigint {
  return BigInt(Date.parse(`2024-01-15T${time}Z`)) * 1_000_000n + nanos
}
