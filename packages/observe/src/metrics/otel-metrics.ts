import type { Meter, MetricOptions } from '@opentelemetry/api'
import type { Metrics, Tags } from './metrics.ts'
import { sinkMetrics, type Measurement } from './sink-metrics.ts'

/** What the names of metrics do not say. */
export interface OtelMetricsOptions {
  /**
   * Unit, description and histogram boundaries by the name of the metric, as OpenTelemetry's API
   * takes them.
   *
   * @example
   * { 'step.duration_ms': { unit: 'ms', advice: { explicitBucketBoundaries: [5, 50, 500] } } }
   *
   * @default none
   */
  readonly instruments?: Readonly<Record<string, MetricOptions>>
}

/**
 * Makes the facade speak to any meter of OpenTelemetry's API.
 *
 * @param meter A function is asked for the meter with each measurement, so that what was made
 *   before there was an SDK goes over to it.
 */
export function otelMetrics(
  meter: Meter | (() => Meter),
  options: OtelMetricsOptions = {},
): Metrics {
  const meterNow = typeof meter === 'function' ? meter : () => meter
  let instruments = new Map<string, Instrument>()
  let madeBy: Meter | undefined

  return sinkMetrics(({ type, name, tags, value }) => {
    const current = meterNow()
    if (current !== madeBy) instruments = new Map()
    madeBy = current

    const key = `${type} ${name}`
    let instrument = instruments.get(key)
    if (!instrument) {
      instrument = newInstrument(current, type, name, options.instruments?.[name])
      instruments.set(key, instrument)
    }
    instrument(value, tags)
  })
}

type Instrument = (value: number, tags: Tags) => void

function newInstrument(
  meter: Meter,
  type: Measurement['type'],
  name: string,
  options: MetricOptions | undefined,
): Instrument {
  if (type === 'counter') {
    const counter = meter.createCounter(name, options)
    return (value, tags) => counter.add(value, tags)
  }
  const recorder =
    type === 'gauge' ? meter.createGauge(name, options) : meter.createHistogram(name, options)
  return (value, tags) => recorder.record(value, tags)
}
