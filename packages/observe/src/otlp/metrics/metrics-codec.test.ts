import * as fc from 'fast-check'
import { ValueType } from '@opentelemetry/api'
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { resources, scopes } from '../../../test/arbitrary-traces.ts'
import { Double, type MetricData, type MetricsData } from '../index.ts'
import { decodeMetrics } from './decode-metrics.ts'
import { encodeMetric, encodeMetrics } from './encode-metrics.ts'
import { formatMetricsJson } from './format-metrics-json.ts'
import { parseMetricsJson } from './parse-metrics-json.ts'

test('decodes what was encoded', () => {
  fc.assert(
    fc.property(metricsData(), (data) => {
      expect(decodeMetrics(encodeMetrics(data))).toEqual(data)
    }),
  )
})

test('parses what was formatted', () => {
  fc.assert(
    fc.property(metricsData(), (data) => {
      expect(parseMetricsJson(formatMetricsJson(data))).toEqual(data)
    }),
  )
})

test("reads what OpenTelemetry's own code writes", async () => {
  const reader = new InMemoryReader()
  const provider = new MeterProvider({ readers: [reader] })
  const meter = provider.getMeter('lib', '1')
  meter.createCounter('sent', { unit: '{message}', description: 'Sent.' }).add(3, { to: 'a' })
  meter.createUpDownCounter('open').add(-1.5)
  meter.createGauge('size', { valueType: ValueType.INT }).record(7)
  const advice = { explicitBucketBoundaries: [1, 10] }
  meter.createHistogram('took', { unit: 's', advice }).record(2.5)

  const { resourceMetrics } = await reader.collect()
  const bytes = ProtobufMetricsSerializer.serializeRequest(resourceMetrics)
  const read = bytes && decodeMetrics(bytes)?.resourceMetrics[0]?.scopeMetrics[0]

  const time = { startTimeUnixNano: expect.any(BigInt), timeUnixNano: expect.any(BigInt) }
  const sum = { type: 'sum', temporality: 'cumulative' }
  expect(read).toEqual({
    scope: { name: 'lib', version: '1' },
    metrics: [
      {
        ...sum,
        name: 'sent',
        unit: '{message}',
        description: 'Sent.',
        isMonotonic: true,
        points: [{ ...time, attributes: { to: 'a' }, value: new Double(3) }],
      },
      {
        ...sum,
        name: 'open',
        isMonotonic: false,
        points: [{ ...time, attributes: {}, value: -1.5 }],
      },
      { type: 'gauge', name: 'size', points: [{ ...time, attributes: {}, value: 7 }] },
      {
        type: 'histogram',
        name: 'took',
        unit: 's',
        temporality: 'cumulative',
        points: [
          {
            ...time,
            attributes: {},
            count: 1,
            sum: 2.5,
            min: 2.5,
            max: 2.5,
            bounds: [1, 10],
            bucketCounts: [0, 1, 0],
          },
        ],
      },
    ],
  })
})

test('a metric is encoded alone as it is among others', () => {
  fc.assert(
    fc.property(metrics(), (metric) => {
      const request = encodeMetrics(dataOf(metric))

      expect(Buffer.from(request).includes(Buffer.from(encodeMetric(metric)))).toBe(true)
    }),
  )
})

test('never throws at bytes of any kind', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeMetrics(bytes)
      parseMetricsJson(new TextDecoder().decode(bytes))
    }),
  )
})

test('never throws at bytes that were changed', () => {
  fc.assert(
    fc.property(metricsData(), fc.nat(), fc.nat(255), (data, at, byte) => {
      const bytes = encodeMetrics(data)
      bytes[at % (bytes.length + 1)] = byte

      decodeMetrics(bytes)
    }),
  )
})

test('a metric of a kind that is not known is passed over', () => {
  const text = '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","set":{}}]}]}]}'

  expect(parseMetricsJson(text)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics).toEqual([])
})

test.each([
  ['packed numbers that are cut off', [0x0a, 7, 0x12, 5, 0x12, 3, 0x4a, 1, 0x0a]],
  ['a field that runs over the end', [0x0a, 5, 0x12]],
])('%s are malformed', (_, bytes) => {
  expect(decodeMetrics(Uint8Array.from(bytes))).toBeUndefined()
})

test.each([
  ['an int that is none', '{"gauge":{"dataPoints":[{"asInt":"1.5"}]}}'],
  ['a count that is negative text', '{"histogram":{"dataPoints":[{"count":"x"}]}}'],
  ['a negative count', '{"histogram":{"dataPoints":[{"count":"-1"}]}}'],
  [
    'a bucket beyond 64 bits',
    '{"exponentialHistogram":{"dataPoints":[{"positive":{"bucketCounts":["18446744073709551616"]}}]}}',
  ],
  ['a scale beyond 32 bits', '{"exponentialHistogram":{"dataPoints":[{"scale":"2147483648"}]}}'],
  ['bounds that are no list', '{"histogram":{"dataPoints":[{"explicitBounds":1}]}}'],
])('%s is malformed', (_, metric) => {
  const text = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${metric}]}]}]}`

  expect(parseMetricsJson(text)).toBeUndefined()
})

test('the temporality is read by its name too', () => {
  const sum =
    '{"sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA","isMonotonic":true}}'
  const text = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${sum}]}]}]}`

  expect(parseMetricsJson(text)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics).toEqual([
    { name: '', type: 'sum', points: [], temporality: 'delta', isMonotonic: true },
  ])
})

test('a whole double stays one, and an int of 64 bits is exact', () => {
  const data = dataOf({
    type: 'gauge',
    name: 'g',
    points: [new Double(1), 2n ** 62n + 1n, -3, 0.5].map((value) => ({ ...POINT, value })),
  })

  expect(decodeMetrics(encodeMetrics(data))).toEqual(data)
  expect(formatMetricsJson(data)).toContain('"asDouble":1}')
  expect(formatMetricsJson(data)).toContain('"asInt":"4611686018427387905"')
})

const POINT = { attributes: {}, startTimeUnixNano: 1n, timeUnixNano: 2n }

function dataOf(metric: MetricData): MetricsData {
  return {
    resourceMetrics: [
      {
        resource: { attributes: {} },
        scopeMetrics: [{ scope: { name: '' }, metrics: [metric] }],
      },
    ],
  }
}

// It makes data in the one form that reading gives: nothing that is empty or zero where it may be
// absent, and attributes without a prototype.
function metricsData(): fc.Arbitrary<MetricsData> {
  const scopeMetrics = fc.record(
    { scope: scopes(), metrics: fc.array(metrics(), { maxLength: 3 }), schemaUrl: given() },
    { requiredKeys: ['scope', 'metrics'] },
  )
  const resourceMetrics = fc.record(
    {
      resource: resources(),
      scopeMetrics: fc.array(scopeMetrics, { maxLength: 2 }),
      schemaUrl: given(),
    },
    { requiredKeys: ['resource', 'scopeMetrics'] },
  )
  return fc.record({ resourceMetrics: fc.array(resourceMetrics, { maxLength: 2 }) })
}

function metrics(): fc.Arbitrary<MetricData> {
  const head = { name: given(), description: given(), unit: given() }
  const temporality = fc.constantFrom('unspecified' as const, 'delta', 'cumulative')
  const of = <T extends object>(kind: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
    fc
      .tuple(fc.record(head, { requiredKeys: ['name'] }), fc.record(kind))
      .map(([first, second]) => ({ ...first, ...second }))
  return fc.oneof(
    of({ type: fc.constant('gauge' as const), points: points(numberPoints()) }),
    of({
      type: fc.constant('sum' as const),
      points: points(numberPoints()),
      temporality,
      isMonotonic: fc.boolean(),
    }),
    of({ type: fc.constant('histogram' as const), points: points(histogramPoints()), temporality }),
    of({
      type: fc.constant('exponentialHistogram' as const),
      points: points(exponentialPoints()),
      temporality,
    }),
    of({ type: fc.constant('summary' as const), points: points(summaryPoints()) }),
  )
}

function points<T>(point: fc.Arbitrary<T>) {
  return fc.array(point, { maxLength: 2 })
}

const HEAD_KEYS = ['attributes', 'startTimeUnixNano', 'timeUnixNano'] as const

function head() {
  return {
    attributes: attributes(),
    startTimeUnixNano: time(),
    timeUnixNano: time(),
    flags: fc.integer({ min: 1, max: 0xffff_ffff }),
  }
}

function numberPoints() {
  const exemplars = fc.array(exemplar(), { minLength: 1, maxLength: 2 })
  return fc.record(
    { ...head(), value: numbers(), exemplars },
    { requiredKeys: [...HEAD_KEYS, 'value'] },
  )
}

function histogramPoints() {
  return fc.record(
    {
      ...head(),
      count: count(),
      sum: doubles(),
      min: doubles(),
      max: doubles(),
      bounds: fc.array(doubles(), { maxLength: 3 }),
      bucketCounts: fc.array(count(), { maxLength: 4 }),
      exemplars: fc.array(exemplar(), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [...HEAD_KEYS, 'count', 'bounds', 'bucketCounts'] },
  )
}

function exponentialPoints() {
  const buckets = fc.record({
    offset: fc.integer(),
    bucketCounts: fc.array(count(), { maxLength: 4 }),
  })
  return fc.record(
    {
      ...head(),
      count: count(),
      sum: doubles(),
      min: doubles(),
      max: doubles(),
      scale: fc.integer({ min: -10, max: 20 }),
      zeroCount: count(),
      zeroThreshold: doubles().filter((value) => value !== 0),
      positive: buckets,
      negative: buckets,
      exemplars: fc.array(exemplar(), { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [...HEAD_KEYS, 'count', 'scale', 'zeroCount', 'positive', 'negative'] },
  )
}

function summaryPoints() {
  const quantile = fc.record({ quantile: doubles(), value: doubles() })
  return fc.record(
    { ...head(), count: count(), sum: doubles(), quantiles: fc.array(quantile, { maxLength: 3 }) },
    { requiredKeys: [...HEAD_KEYS, 'count', 'sum', 'quantiles'] },
  )
}

function exemplar() {
  return fc.record(
    {
      timeUnixNano: time(),
      value: numbers(),
      filteredAttributes: attributes(),
      traceId: hex(32),
      spanId: hex(16),
    },
    { requiredKeys: ['timeUnixNano', 'value', 'filteredAttributes'] },
  )
}

function numbers(): fc.Arbitrary<number | bigint | Double> {
  return fc.oneof(
    fc.maxSafeInteger(),
    fc.double().filter((value) => !Number.isSafeInteger(value)),
    fc.integer().map((whole) => new Double(whole)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  )
}

// The sign of a zero is lost where zero is not written.
function doubles() {
  return fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value))
}

function count() {
  return fc.nat({ max: Number.MAX_SAFE_INTEGER })
}

function attributes() {
  return resources().map((resource) => resource.attributes)
}

function given() {
  return fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
}

function time() {
  return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
}

function hex(length: number) {
  const unit = fc.constantFrom(...'0123456789abcdef'.split(''))
  return fc.string({ unit, minLength: length, maxLength: length })
}

class InMemoryReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}
