import { diag } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { noopMetrics, type Metrics } from './metrics.ts'
import { sinkMetrics, type Measurement } from './sink-metrics.ts'

test('a counter tells what was added', () => {
  const { metrics, measurements } = recorder()
  const counter = metrics.counter('step.retries', { step: 'build' })

  counter.inc()
  counter.add(2.5)
  counter.add(0)

  const tags = { step: 'build' }
  expect(measurements).toEqual([
    { type: 'counter', name: 'step.retries', tags, value: 1 },
    { type: 'counter', name: 'step.retries', tags, value: 2.5 },
    { type: 'counter', name: 'step.retries', tags, value: 0 },
  ])
})

test('a histogram tells each value', () => {
  const { metrics, measurements } = recorder()

  metrics.histogram('step.duration_ms').observe(12)

  expect(measurements).toEqual([
    { type: 'histogram', name: 'step.duration_ms', tags: {}, value: 12 },
  ])
})

test('a gauge begins with 0 and tells its new value', () => {
  const { metrics, values } = recorder()
  const gauge = metrics.gauge('tasks.active')

  gauge.inc()
  gauge.inc()
  gauge.dec()
  gauge.set(-3)
  gauge.inc()

  expect(values()).toEqual([1, 2, 1, -3, -2])
})

test('a gauge is the same one for the same name and tags, in whatever order they are', () => {
  const { metrics, values } = recorder()

  metrics.gauge('tasks.active', { a: '1', b: '2' }).set(5)
  metrics.gauge('tasks.active', { b: '2', a: '1' }).inc()
  metrics.gauge('tasks.active', { a: '1' }).inc()

  expect(values()).toEqual([5, 6, 1])
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  '%d is measured by nothing',
  (value) => {
    const { metrics, measurements } = recorder()

    metrics.counter('c').add(value)
    metrics.histogram('h').observe(value)
    metrics.gauge('g').set(value)

    expect(measurements).toEqual([])
  },
)

test('nothing is taken off a counter', () => {
  const { metrics, measurements } = recorder()

  metrics.counter('c').add(-1)

  expect(measurements).toEqual([])
})

test('what the sink throws does not reach who measures', () => {
  diag.disable()
  const metrics = sinkMetrics(() => {
    throw new Error('disk full')
  })

  expect(() => metrics.counter('c').inc()).not.toThrow()
})

test.each([Symbol('a'), 10n, null, circle()])(
  'a name, a tag or a value that is %s does not throw',
  (given) => {
    const { metrics } = recorder()
    const strange = given as never

    expect(() => metrics.counter(strange, strange).add(strange)).not.toThrow()
    expect(() => metrics.histogram(strange, strange).observe(strange)).not.toThrow()
    expect(() => metrics.gauge(strange, { a: strange }).set(strange)).not.toThrow()
    expect(() => metrics.gauge(strange, strange).inc()).not.toThrow()
  },
)

test('the no-op metrics have every instrument', () => {
  noopMetrics.counter('c').add(1)
  noopMetrics.histogram('h').observe(1)
  noopMetrics.gauge('g').set(1)

  expect(noopMetrics.counter('c')).toBe(noopMetrics.counter('other'))
})

interface Recorder {
  readonly metrics: Metrics
  readonly measurements: readonly Measurement[]
  readonly values: () => readonly number[]
}

function recorder(): Recorder {
  const measurements: Measurement[] = []
  return {
    metrics: sinkMetrics((measurement) => void measurements.push(measurement)),
    measurements,
    values: () => measurements.map(({ value }) => value),
  }
}

function circle(): object {
  const given: { a?: object } = {}
  given.a = given
  return given
}
