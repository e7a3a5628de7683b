import { decodeMetrics, encodeTraces, type MetricData } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { aggregate, convert, type ConvertedRequest } from '../src/convert/index.ts'

test('what counters were told since the last time is one point for each series', () => {
  const bodies = aggregate([
    counter({ value: 1 }),
    counter({ value: 2, second: 3 }),
    counter({ value: 5, tags: { task: 'build' } }),
  ])

  expect(bodies).toHaveLength(1)
  expect(metricsIn(bodies[0])).toEqual([
    {
      type: 'sum',
      name: 'step.retries',
      temporality: 'delta',
      isMonotonic: true,
      points: [
        {
          attributes: {},
          startTimeUnixNano: AT_1 - 1n,
          timeUnixNano: AT_1 + 2_000_000_000n,
          value: 3,
        },
        {
          attributes: { task: 'build' },
          startTimeUnixNano: AT_1 - 1n,
          timeUnixNano: AT_1,
          value: 5,
        },
      ],
    },
  ])
})

test('what histograms observed is counted in buckets', () => {
  const values = [0, 5, 6, 1234, 20_000]
  const [body] = aggregate(values.map((value) => measured({ type: 'histogram', value })))

  expect(metricsIn(body)).toMatchObject([
    {
      type: 'histogram',
      temporality: 'delta',
      points: [
        {
          count: 5,
          sum: 21_245,
          min: 0,
          max: 20_000,
          bounds: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000],
          bucketCounts: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1],
        },
      ],
    },
  ])
})

test('the order of tags makes no other series, and a service makes one', () => {
  const [body] = aggregate([
    counter({ tags: { a: '1', b: '2' } }),
    counter({ tags: { b: '2', a: '1' } }),
    counter({ service: 'engine' }),
  ])

  expect(decodeMetrics(body ?? EMPTY)?.resourceMetrics).toMatchObject([
    {
      resource: { attributes: { 'service.name': 'worker' } },
      scopeMetrics: [{ metrics: [{ points: [{ value: 2 }] }] }],
    },
    {
      resource: { attributes: { 'service.name': 'engine' } },
      scopeMetrics: [{ metrics: [{ points: [{ value: 1 }] }] }],
    },
  ])
})

test('the same batch again is the same request', () => {
  const requests = [counter({ value: 0.5 }), counter({ value: 0.25 })]

  expect(aggregate(requests)).toEqual(aggregate(requests))
  expect(metricsIn(aggregate(requests)[0])).toMatchObject([{ points: [{ value: 0.75 }] }])
})

test('parts that make a whole are a double', () => {
  const [body] = aggregate([counter({ value: 0.5 }), counter({ value: 0.5 })])

  expect(metricsIn(body)).toMatchObject([{ points: [{ value: { value: 1 } }] }])
})

test('everything but single measurements is left as it is', () => {
  const body = encodeTraces({ resourceSpans: [] })
  const requests = [{ signal: 'metrics', body, items: undefined }] as const

  expect(aggregate(requests)).toEqual([body])
  expect(aggregate(requests)[0]).toBe(body)
  expect(aggregate([gauge(3), gauge(4)])).toHaveLength(2)
  expect(aggregate([])).toEqual([])
})

interface Told {
  readonly type?: 'counter' | 'histogram' | 'gauge'
  readonly value?: number
  readonly second?: number
  readonly tags?: Readonly<Record<string, string>>
  readonly service?: string
}

const AT_1 = 1_705_314_601_000_000_000n
const EMPTY = new Uint8Array(0)

function counter(told: Told): ConvertedRequest {
  return measured({ type: 'counter', ...told })
}

function gauge(value: number): ConvertedRequest {
  return measured({ type: 'gauge', value })
}

function measured({ second = 1, service = 'worker', value = 1, ...told }: Told): ConvertedRequest {
  const timestamp = `2024-01-15T10:30:0${second}Z`
  const record = { name: 'step.retries', service, value, timestamp, ...told }
  const data = Buffer.from(JSON.stringify(record))
  const converted = convert({ subject: 'telemetry.metrics.w.n', data }, { fallbackService: 's' })
  if ('body' in converted) return converted
  throw new Error(JSON.stringify(converted))
}

function metricsIn(body: Uint8Array = EMPTY): readonly MetricData[] | undefined {
  return decodeMetrics(body)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics
}
