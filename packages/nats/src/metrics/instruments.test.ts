import { createNoopMeter, metrics, type Meter, type MetricOptions } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { currentInstruments, METRIC } from './instruments.ts'
import { measureWith } from './measure.ts'

test('durations have the buckets and the unit of the conventions', () => {
  const created = new Map<string, MetricOptions | undefined>()

  currentInstruments(meterProvider(created))()

  expect([...created.keys()].toSorted()).toEqual(Object.values(METRIC).toSorted())
  expect(created.get('messaging.process.duration')).toMatchObject({
    unit: 's',
    advice: {
      explicitBucketBoundaries: [
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
      ],
    },
  })
  expect(created.get('messaging.client.sent.messages')?.unit).toBe('{message}')
})

test('instruments are made once, also of a global provider that is registered late', () => {
  const instruments = currentInstruments(undefined)
  instruments()
  metrics.setGlobalMeterProvider(meterProvider(new Map()))

  const made = instruments()
  const again = instruments()
  metrics.disable()

  expect(made).toBeDefined()
  expect(again).toBe(made)
})

test('while there is no meter provider nothing is measured, and no clock is read', () => {
  const measure = measureWith(undefined)

  expect(currentInstruments(undefined)()).toBeUndefined()
  expect(measure.startMs()).toBe(0)
})

function meterProvider(created: Map<string, MetricOptions | undefined>) {
  const noop = createNoopMeter()
  const meter: Meter = Object.assign(Object.create(noop), {
    createCounter(name: string, options?: MetricOptions) {
      created.set(name, options)
      return noop.createCounter(name)
    },
    createHistogram(name: string, options?: MetricOptions) {
      created.set(name, options)
      return noop.createHistogram(name)
    },
  })
  return { getMeter: () => meter }
}
