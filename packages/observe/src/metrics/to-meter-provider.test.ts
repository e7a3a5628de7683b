import { expect, test } from 'vitest'
import { sinkMetrics, type Measurement } from './sink-metrics.ts'
import { toMeterProvider } from './to-meter-provider.ts'

test('a library that speaks the API measures by metrics that do not', () => {
  const { meter, measurements } = recorder()

  meter.createCounter('sent').add(2, { subject: 'orders.new', retry: true })
  meter.createHistogram('duration').record(0.5)
  meter.createGauge('depth').record(7)

  expect(measurements).toEqual([
    { type: 'counter', name: 'sent', tags: { subject: 'orders.new', retry: 'true' }, value: 2 },
    { type: 'histogram', name: 'duration', tags: {}, value: 0.5 },
    { type: 'gauge', name: 'depth', tags: {}, value: 7 },
  ])
})

test('an up-down counter is a gauge of its sum', () => {
  const { meter, measurements } = recorder()
  const counter = meter.createUpDownCounter('active')

  counter.add(3, { queue: 'a' })
  counter.add(1, { queue: 'b' })
  counter.add(-1, { queue: 'a' })

  expect(measurements.map(({ type, value }) => [type, value])).toEqual([
    ['gauge', 3],
    ['gauge', 1],
    ['gauge', 2],
  ])
})

test('an observable instrument can be made, and is never asked', () => {
  const { meter, measurements } = recorder()

  meter.createObservableGauge('depth').addCallback((result) => result.observe(1))

  expect(measurements).toEqual([])
})

function recorder() {
  const measurements: Measurement[] = []
  const provider = toMeterProvider(sinkMetrics((one) => void measurements.push(one)))
  return { meter: provider.getMeter('library'), measurements }
}
