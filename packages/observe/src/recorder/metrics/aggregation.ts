import { Double, type AttributeMap } from '../../otlp/model.ts'
import type { HistogramPoint, NumberPoint } from '../../otlp/metrics/model.ts'

/** What is known of one metric with one set of attributes. */
export interface Series {
  readonly attributes: AttributeMap
  /** Since when values are in it. */
  readonly startTimeUnixNano: bigint
  /** The sum, or the last value. */
  value: number
  /** Of a histogram. */
  readonly histogram?: HistogramState
}

/** What a histogram counts. */
export interface HistogramState {
  count: number
  min: number
  max: number
  readonly bucketCounts: number[]
}

/** A histogram that has counted nothing. */
export function newHistogramState(bounds: readonly number[]): HistogramState {
  const bucketCounts = Array.from({ length: bounds.length + 1 }, () => 0)
  return { count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, bucketCounts }
}

/** Counts a value in its bucket; a bound belongs to the bucket below it. */
export function observe(state: HistogramState, bounds: readonly number[], value: number): void {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value <= (bounds[middle] ?? Number.POSITIVE_INFINITY)) high = middle
    else low = middle + 1
  }
  state.bucketCounts[low] = (state.bucketCounts[low] ?? 0) + 1
  state.count++
  if (value < state.min) state.min = value
  if (value > state.max) state.max = value
}

/** A series as a point of a sum or a gauge. */
export function toNumberPoint(series: Series, timeUnixNano: bigint, isInt: boolean): NumberPoint {
  const { attributes, startTimeUnixNano, value } = series
  const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0)
  const number = isInt ? Math.trunc(value) : isWhole ? new Double(value) : value
  return { attributes, startTimeUnixNano, timeUnixNano, value: number }
}

/** A series as a point of a histogram. */
export function toHistogramPoint(
  { attributes, startTimeUnixNano, value: sum, histogram }: Series,
  timeUnixNano: bigint,
  bounds: readonly number[],
): HistogramPoint {
  const { count = 0, min = 0, max = 0, bucketCounts = [] } = histogram ?? {}
  return {
    attributes,
    startTimeUnixNano,
    timeUnixNano,
    count,
    sum,
    ...(count > 0 && { min, max }),
    bounds,
    bucketCounts: [...bucketCounts],
  }
}
