import {
  createNoopMeter,
  type Attributes,
  type Meter,
  type MeterProvider,
} from '@opentelemetry/api'
import { safely } from '../safely.ts'
import { textOf } from '../text-of.ts'
import type { Metrics, Tags } from './metrics.ts'
import { seriesKey } from './sink-metrics.ts'

/**
 * A meter provider of OpenTelemetry's API whose measurements go to `metrics`, for an instrumentation
 * that speaks the API.
 *
 * An up-down counter is a gauge of its sum. Observable instruments are never asked, and units,
 * descriptions and boundaries are lost: the facade has no word for them.
 */
export function toMeterProvider(metrics: Metrics): MeterProvider {
  const noop = createNoopMeter()
  const meter: Meter = {
    createCounter: (name) => ({
      add: measuring((value, tags) => metrics.counter(name, tags).add(value)),
    }),
    createHistogram: (name) => ({
      record: measuring((value, tags) => metrics.histogram(name, tags).observe(value)),
    }),
    createGauge: (name) => ({
      record: measuring((value, tags) => metrics.gauge(name, tags).set(value)),
    }),
    createUpDownCounter: (name) => ({ add: measuring(summing(metrics, name)) }),
    createObservableCounter: noop.createObservableCounter.bind(noop),
    createObservableGauge: noop.createObservableGauge.bind(noop),
    createObservableUpDownCounter: noop.createObservableUpDownCounter.bind(noop),
    addBatchObservableCallback: () => {},
    removeBatchObservableCallback: () => {},
  }
  return { getMeter: () => meter }
}

type Measure = (value: number, tags: Tags) => void

function measuring(measure: Measure): (value: number, attributes?: Attributes) => void {
  return (value, attributes) => safely('measuring', () => measure(value, toTags(attributes)))
}

function summing(metrics: Metrics, name: string): Measure {
  const sums = new Map<string, number>()
  return (value, tags) => {
    const key = seriesKey(name, tags)
    const sum = (sums.get(key) ?? 0) + value
    if (!Number.isFinite(sum)) return
    sums.set(key, sum)
    metrics.gauge(name, tags).set(sum)
  }
}

function toTags(attributes: Attributes = {}): Tags {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([key, value]) => [key, textOf(value)]),
  )
}
