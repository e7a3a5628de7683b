import {
  encodeMetrics,
  type HistogramPoint,
  type MetricData,
  type NumberPoint,
  type PointHead,
} from '@hopscope/observe/otlp'
import type { ConvertedRequest } from './converted.ts'
import type { Measurement } from './dagnats/measurement.ts'
import { toDouble } from './dagnats/to-double.ts'
import { frameMetrics } from './text/read-metrics.ts'

/**
 * The bodies to send for what was converted, in which single measurements are added up.
 *
 * Measurements of one series become one point: a sum or a histogram of what came since the last one.
 * Nothing is kept between calls, so what is sent again is the same, and each message counts once for
 * each request that a backend takes. Every other body is left as it is, in its order.
 */
export function aggregate(requests: readonly ConvertedRequest[]): readonly Uint8Array[] {
  if (requests.every(({ measurement }) => !measurement)) return requests.map(({ body }) => body)
  const measurements = requests.flatMap(({ measurement }) => measurement ?? [])
  const bodies = requests.filter(({ measurement }) => !measurement).map(({ body }) => body)
  return [...bodies, encodeMeasurements(measurements)]
}

/** The request of measurements, of which those of one series are one point. */
export function encodeMeasurements(measurements: readonly Measurement[]): Uint8Array<ArrayBuffer> {
  const bySeries = Map.groupBy(measurements, seriesOf)
  const byMetric = Map.groupBy(bySeries.values(), ([first]) => first && metricOf(first))
  const resourceMetrics = [...byMetric.values()].flatMap((series) => {
    const first = series[0]?.[0]
    if (first === undefined) return []
    return frameMetrics([toMetric(first, series)], first.service).resourceMetrics
  })
  return encodeMetrics({ resourceMetrics })
}

function metricOf({ service, type, name }: Measurement): string {
  return JSON.stringify([service, type, name])
}

function seriesOf(measurement: Measurement): string {
  const tags = Object.entries(measurement.tags).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return metricOf(measurement) + JSON.stringify(tags)
}

function toMetric(
  { type, name }: Measurement,
  series: readonly (readonly Measurement[])[],
): MetricData {
  return type === 'counter'
    ? { type: 'sum', name, temporality: 'delta', isMonotonic: true, points: series.map(toSum) }
    : { type: 'histogram', name, temporality: 'delta', points: series.map(toHistogram) }
}

function toSum(measurements: readonly Measurement[]): NumberPoint {
  const value = measurements.reduce((sum, each) => sum + each.value, 0)
  // A sum of parts is a double, also when the parts make a whole.
  const isInt = measurements.every((each) => Number.isSafeInteger(each.value))
  return { ...toHead(measurements), value: isInt ? value : toDouble(value) }
}

function toHistogram(measurements: readonly Measurement[]): HistogramPoint {
  const values = measurements.map(({ value }) => value)
  const bucketCounts = [...BOUNDS, Infinity].map(() => 0)
  for (const value of values) {
    const at = BOUNDS.findIndex((bound) => value <= bound)
    const bucket = at < 0 ? BOUNDS.length : at
    bucketCounts[bucket] = (bucketCounts[bucket] ?? 0) + 1
  }
  return {
    ...toHead(measurements),
    count: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    bounds: BOUNDS,
    bucketCounts,
  }
}

// Those that OpenTelemetry's SDKs have unless they are told others.
const BOUNDS = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000]

// The start is not in the interval, and the first measurement is.
function toHead(measurements: readonly Measurement[]): PointHead {
  const times = measurements.map(({ timeUnixNano }) => timeUnixNano)
  const first = times.reduce((least, time) => (time < least ? time : least))
  const last = times.reduce((most, time) => (time > most ? time : most))
  return {
    attributes: measurements[0]?.tags ?? {},
    startTimeUnixNano: first - 1n,
    timeUnixNano: last,
  }
}
