import { ValueType, type Meter } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { Double, type MetricData } from '../../otlp/index.ts'
import { fixedAttributes } from '../spans/fixed-attributes.ts'
import { MetricRecorder, type MetricRecorderOptions } from './metric-recorder.ts'
import { temporalityFromEnv } from './temporality.ts'

test('a counter adds up what is added, apart for each set of attributes', async () => {
  const { meter, collect } = recorder()
  const counter = meter.createCounter('sent', { unit: '{message}', description: 'Sent.' })

  counter.add(1)
  counter.add(2, { to: 'a', by: 'b' })
  counter.add(0.5, { by: 'b', to: 'a' })
  counter.add(-1)
  counter.add(Number.NaN)

  expect(await collect()).toEqual([
    {
      type: 'sum',
      name: 'sent',
      unit: '{message}',
      description: 'Sent.',
      temporality: 'cumulative',
      isMonotonic: true,
      points: [
        { attributes: {}, value: new Double(1), startTimeUnixNano: 1n, timeUnixNano: 2n },
        { attributes: { to: 'a', by: 'b' }, value: 2.5, startTimeUnixNano: 1n, timeUnixNano: 2n },
      ],
    },
  ])
})

test('cumulative sums go on, and delta ones begin anew', async () => {
  const cumulative = recorder()
  const delta = recorder({ temporality: 'delta' })
  const counters = [cumulative, delta].map(({ meter }) => meter.createCounter('sent'))

  for (const counter of counters) counter.add(1)
  await cumulative.collect()
  await delta.collect()
  for (const counter of counters) counter.add(2)

  expect(await cumulative.collect()).toMatchObject([
    { points: [{ value: new Double(3), startTimeUnixNano: 1n, timeUnixNano: 3n }] },
  ])
  expect(await delta.collect()).toMatchObject([
    {
      temporality: 'delta',
      points: [{ value: new Double(2), startTimeUnixNano: 2n, timeUnixNano: 3n }],
    },
  ])
  expect(await delta.collect()).toEqual([])
})

test('an up-down counter also shrinks, and is cumulative in any case', async () => {
  const { meter, collect } = recorder({ temporality: 'delta' })
  const counter = meter.createUpDownCounter('open', { valueType: ValueType.INT })

  counter.add(5)
  await collect()
  counter.add(-2)

  expect(await collect()).toMatchObject([
    { type: 'sum', isMonotonic: false, temporality: 'cumulative', points: [{ value: 3 }] },
  ])
})

test('a gauge keeps the last value', async () => {
  const { meter, collect } = recorder()
  const gauge = meter.createGauge('depth', { valueType: ValueType.INT })

  gauge.record(5)
  gauge.record(-3)

  expect(await collect()).toMatchObject([{ type: 'gauge', points: [{ value: -3 }] }])
})

test('a histogram counts values in buckets, whose bounds are in them', async () => {
  const { meter, collect } = recorder()
  const advice = { explicitBucketBoundaries: [10, 1, 10, Number.NaN] }
  const histogram = meter.createHistogram('took', { unit: 's', advice })

  for (const value of [0, 1, 1.5, 10, 11, -1]) histogram.record(value, { to: 'a' })

  expect(await collect()).toEqual([
    {
      type: 'histogram',
      name: 'took',
      unit: 's',
      temporality: 'cumulative',
      points: [
        {
          attributes: { to: 'a' },
          startTimeUnixNano: 1n,
          timeUnixNano: 2n,
          count: 5,
          sum: 23.5,
          min: 0,
          max: 11,
          bounds: [1, 10],
          bucketCounts: [2, 2, 1],
        },
      ],
    },
  ])
})

test("a histogram without advice has OpenTelemetry's boundaries", async () => {
  const { meter, collect } = recorder()

  meter.createHistogram('took').record(80)

  expect(await collect()).toMatchObject([
    {
      points: [
        {
          bounds: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000],
          bucketCounts: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        },
      ],
    },
  ])
})

test('observables are asked when metrics are collected', async () => {
  const { meter, collect } = recorder()
  let depth = 1
  const gauge = meter.createObservableGauge('depth')
  const callback = (result: { observe(value: number): void }) => result.observe(depth)
  gauge.addCallback(callback)

  const first = await collect()
  depth = 2
  const second = await collect()
  gauge.removeCallback(callback)

  expect(first).toMatchObject([{ type: 'gauge', points: [{ value: new Double(1) }] }])
  expect(second).toMatchObject([{ type: 'gauge', points: [{ value: new Double(2) }] }])
  expect(await collect()).toEqual([])
})

test('an observable counter tells its whole sum, of which a delta is the difference', async () => {
  const cumulative = recorder()
  const delta = recorder({ temporality: 'delta' })
  const lowMemory = recorder({ temporality: 'lowmemory' })
  const sums = [5, 7, 3]
  for (const { meter } of [cumulative, delta, lowMemory]) {
    const values = [...sums]
    meter.createObservableCounter('read').addCallback(async (result) => {
      result.observe(values.shift() ?? 0, { from: 'disk' })
    })
  }

  expect(await values(cumulative)).toEqual([5, 7, 3])
  expect(await values(delta)).toEqual([5, 2, 3])
  expect(await values(lowMemory)).toEqual([5, 7, 3])
})

test('one callback may tell several observables, and no others', async () => {
  const { meter, collect } = recorder()
  const one = meter.createObservableUpDownCounter('one')
  const two = meter.createObservableGauge('two')
  const other = meter.createObservableGauge('other')
  const callback = (result: { observe(of: typeof one, value: number): void }) => {
    for (const each of [one, two, other]) result.observe(each, 1)
  }
  meter.addBatchObservableCallback(callback, [one, two])

  expect((await collect()).map(({ name }) => name)).toEqual(['one', 'two'])
  meter.removeBatchObservableCallback(callback, [one, two])
  expect(await collect()).toEqual([])
})

test('a callback that fails is told of, and the others are asked', async () => {
  const errors: unknown[] = []
  const { meter, collect } = recorder({ onError: (error) => errors.push(error) })
  meter.createObservableGauge('broken').addCallback(() => {
    throw new Error('broken')
  })
  meter.createObservableGauge('whole').addCallback((result) => result.observe(1))

  expect((await collect()).map(({ name }) => name)).toEqual(['whole'])
  expect(errors).toMatchObject([{ message: 'broken' }])
})

test('attributes without end are put together', async () => {
  const { meter, collect } = recorder({ maxSeries: 3 })
  const counter = meter.createCounter('sent', { valueType: ValueType.INT })

  for (let id = 0; id < 100; id++) counter.add(1, { id })

  const [metric] = await collect()
  expect(metric?.points).toMatchObject([
    { attributes: { id: 0 }, value: 1 },
    { attributes: { id: 1 }, value: 1 },
    { attributes: { 'otel.metric.overflow': true }, value: 98 },
  ])
})

test('fixed attributes are those that they were made of', async () => {
  const { meter, collect } = recorder()
  const counter = meter.createCounter('sent', { valueType: ValueType.INT })

  counter.add(1, fixedAttributes({ to: 'a' }))
  counter.add(1, { to: 'a' })

  expect(await collect()).toMatchObject([{ points: [{ attributes: { to: 'a' }, value: 2 }] }])
})

test('fixed attributes begin anew too', async () => {
  const { meter, collect } = recorder({ temporality: 'delta' })
  const counter = meter.createCounter('sent', { valueType: ValueType.INT })
  const attributes = fixedAttributes({ to: 'a' })

  counter.add(1, attributes)
  await collect()
  counter.add(2, attributes)

  expect(await collect()).toMatchObject([{ points: [{ attributes: { to: 'a' }, value: 2 }] }])
})

test('instruments of the same name are the same one, unless they measure something else', async () => {
  const { meter, collect } = recorder()

  meter.createCounter('sent').add(1)
  meter.createCounter('SENT').add(1)
  meter.createCounter('sent', { unit: 'By' }).add(1)

  expect((await collect()).map(({ unit, points }) => [unit, points.length])).toEqual([
    [undefined, 1],
    ['By', 1],
  ])
})

test('metrics are told by the scope that measured them, and a scope without any is left out', async () => {
  const recorder = new MetricRecorder()
  recorder.getMeter('one', '1').createCounter('a').add(1)
  recorder.getMeter('two').createCounter('b')

  const collected = await recorder.collect()

  expect(collected.map(({ scope, metrics }) => [scope, metrics.length])).toEqual([
    [{ name: 'one', version: '1' }, 1],
  ])
})

test.each([
  [undefined, 'cumulative'],
  ['DELTA', 'delta'],
  ['LowMemory', 'lowmemory'],
  ['nonsense', 'cumulative'],
])('the preference %s is %s', (value, temporality) => {
  const env = { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: value }

  expect(temporalityFromEnv(env)).toBe(temporality)
})

interface Recording {
  readonly meter: Meter
  readonly collect: () => Promise<readonly MetricData[]>
}

function recorder(options: Omit<MetricRecorderOptions, 'runtime'> = {}): Recording {
  let now = 0n
  const recorder = new MetricRecorder({ ...options, runtime: { now: () => ++now } })
  return {
    meter: recorder.getMeter('test'),
    collect: async () => (await recorder.collect()).flatMap(({ metrics }) => metrics),
  }
}

async function values({ collect }: Recording): Promise<readonly number[]> {
  const collected = [...(await collect()), ...(await collect()), ...(await collect())]
  return collected
    .flatMap((metric) => (metric.type === 'sum' ? metric.points : []))
    .map(({ value }) => Number(value))
}
