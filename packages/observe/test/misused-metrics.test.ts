import { decodeMetrics, encodeMetrics, type MetricData } from '@hopscope/observe/otlp'
import { MetricRecorder } from '@hopscope/observe/recorder'
import type { Meter } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { forAnything } from './for-anything.ts'

test('counters and histograms of any name and options measure', async () => {
  await forAnything(async (name, options) => {
    const { meter, collect } = recorder()

    meter.createCounter(name, options).add(1)
    meter.createUpDownCounter(name, options).add(-1)
    meter.createHistogram(name, options).record(1)
    meter.createGauge(name, options).record(1)

    expect(await collect()).toHaveLength(4)
  })
})

test('observables of any name and options measure', async () => {
  await forAnything(async (name, options) => {
    const { meter, collect } = recorder()

    meter.createObservableCounter(name, options).addCallback((result) => result.observe(1))
    meter.createObservableUpDownCounter(name, options).addCallback((result) => result.observe(1))
    meter.createObservableGauge(name, options).addCallback((result) => result.observe(1))

    expect(await collect()).toHaveLength(3)
  })
})

test.each(['unit', 'description', 'valueType', 'advice'])(
  'an instrument whose %s is anything measures',
  async (option) => {
    await forAnything(async (value) => {
      const { meter, collect } = recorder()

      meter.createHistogram('h', { [option]: value }).record(1)

      expect(await collect()).toMatchObject([{ name: 'h', points: [{ count: 1 }] }])
    })
  },
)

test('what is measured with any attributes counts, and the same ones are one series', async () => {
  await forAnything(async (attributes, value) => {
    const { meter, collect } = recorder()

    const histogram = meter.createHistogram('h')
    histogram.record(1, attributes)
    histogram.record(2, attributes)
    meter.createGauge('g').record(1, { value })
    meter.createGauge('g').record(2, { value })

    expect(await collect()).toMatchObject([
      { name: 'h', points: [{ count: 2, sum: 3 }] },
      { name: 'g', points: [{}] },
    ])
  })
})

test.each([null, 10n, circle(), Symbol('a'), () => 1])(
  'measuring with an attribute that is %s counts',
  async (value) => {
    const { meter, collect } = recorder()

    // @ts-expect-error what JavaScript lets through
    meter.createHistogram('h').record(1, { value })

    expect(await collect()).toMatchObject([{ points: [{ count: 1 }] }])
  },
)

test('values that are no numbers are left out', async () => {
  await forAnything(async (value) => {
    const { meter, collect } = recorder()

    const counter = meter.createUpDownCounter('c')
    counter.add(1)
    counter.add(value)

    expect(await collect()).toHaveLength(1)
  })
})

test('callbacks that are none, and what they are for, leave the others as they are', async () => {
  await forAnything(async (callback, observables, attributes) => {
    const { meter, collect } = recorder()
    const observable = meter.createObservableGauge('g')

    observable.addCallback(callback)
    meter.addBatchObservableCallback(callback, observables)
    observable.addCallback((result) => result.observe(1, attributes))

    expect(await collect()).toMatchObject([{ name: 'g' }])
  })
})

test('who is told of a callback that throws may throw as well', async () => {
  const fail = (): never => {
    throw new Error('broken')
  }
  const recorder = new MetricRecorder({ onError: fail })
  recorder.getMeter('m').createObservableGauge('g').addCallback(fail)

  expect(await recorder.collect()).toEqual([])
})

interface Recording {
  readonly meter: Meter
  /** The metrics that were measured, as they are read from what was written. */
  readonly collect: () => Promise<readonly MetricData[]>
}

function recorder(): Recording {
  const recorder = new MetricRecorder()
  return {
    meter: recorder.getMeter('test'),
    collect: async () => {
      const resource = { attributes: {} }
      const scopeMetrics = await recorder.collect()
      const bytes = encodeMetrics({ resourceMetrics: [{ resource, scopeMetrics }] })
      return decodeMetrics(bytes)?.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []
    },
  }
}

function circle(): object {
  const given: { a?: object } = {}
  given.a = given
  return given
}
