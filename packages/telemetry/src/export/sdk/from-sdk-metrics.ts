import { ValueType, type HrTime } from '@opentelemetry/api'
import {
  Double,
  type ExponentialHistogramPoint,
  type HistogramPoint,
  type MetricData,
  type NumberPoint,
  type PointHead,
  type ScopeMetrics,
  type Temporality,
} from '@hopscope/observe/otlp'
import {
  fromHrTime,
  fromSdkAttributes,
  fromSdkScope,
  type SdkResource,
  type SdkScope,
} from './from-sdk.ts'

/** What of the metrics of OpenTelemetry's SDK is needed; those of any version are such. */
export interface SdkResourceMetrics {
  readonly resource: SdkResource
  readonly scopeMetrics: readonly {
    readonly scope: SdkScope
    readonly metrics: readonly SdkMetric[]
  }[]
}

/** What of one metric is needed. */
export interface SdkMetric {
  readonly descriptor: {
    readonly name: string
    readonly description: string
    readonly unit: string
    readonly valueType: ValueType
  }
  /** 0 for delta, 1 for cumulative. */
  readonly aggregationTemporality: number
  /** 0 for histogram, 1 for exponential histogram, 2 for gauge, 3 for sum. */
  readonly dataPointType: number
  readonly isMonotonic?: boolean | undefined
  readonly dataPoints: readonly SdkPoint[]
}

/** What of a point is needed. */
export interface SdkPoint {
  readonly startTime: HrTime
  readonly endTime: HrTime
  readonly attributes: Readonly<Record<string, unknown>>
  readonly value: number | SdkHistogram | SdkExponentialHistogram
}

/** What of a histogram is needed. */
export interface SdkHistogram {
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] }
  readonly sum?: number | undefined
  readonly count: number
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** What of an exponential histogram is needed. */
export interface SdkExponentialHistogram {
  readonly count: number
  readonly sum?: number | undefined
  readonly scale: number
  readonly zeroCount: number
  readonly positive: SdkBuckets
  readonly negative: SdkBuckets
  readonly min?: number | undefined
  readonly max?: number | undefined
}

interface SdkBuckets {
  readonly offset: number
  readonly bucketCounts: readonly number[]
}

/** Metrics of OpenTelemetry's SDK as OTLP has them. */
export function fromSdkMetrics({ scopeMetrics }: SdkResourceMetrics): readonly ScopeMetrics[] {
  return scopeMetrics.map(({ scope, metrics }) => ({
    ...fromSdkScope(scope),
    metrics: metrics.map(fromSdkMetric),
  }))
}

function fromSdkMetric(metric: SdkMetric): MetricData {
  const { name, description, unit, valueType } = metric.descriptor
  const head = { name, ...(description && { description }), ...(unit && { unit }) }
  const temporality: Temporality = metric.aggregationTemporality === 0 ? 'delta' : 'cumulative'
  const { dataPoints: points } = metric
  if (metric.dataPointType === 0) {
    return { type: 'histogram', ...head, temporality, points: points.flatMap(toHistogramPoint) }
  }
  if (metric.dataPointType === 1) {
    const exponential = points.flatMap(toExponentialPoint)
    return { type: 'exponentialHistogram', ...head, temporality, points: exponential }
  }
  const numbers = points.flatMap((point) => toNumberPoint(point, valueType))
  if (metric.dataPointType === 2) return { type: 'gauge', ...head, points: numbers }
  const isMonotonic = metric.isMonotonic === true
  return { type: 'sum', ...head, temporality, isMonotonic, points: numbers }
}

function toHead(point: SdkPoint): PointHead {
  return {
    attributes: fromSdkAttributes(point.attributes),
    startTimeUnixNano: fromHrTime(point.startTime),
    timeUnixNano: fromHrTime(point.endTime),
  }
}

function toNumberPoint(point: SdkPoint, valueType: ValueType): readonly NumberPoint[] {
  const { value } = point
  if (typeof value !== 'number') return []
  const isWhole = Number.isSafeInteger(value) && !Object.is(value, -0)
  const isDouble = isWhole && valueType === ValueType.DOUBLE
  return [{ ...toHead(point), value: isDouble ? new Double(value) : value }]
}

function toHistogramPoint(point: SdkPoint): readonly HistogramPoint[] {
  const { value } = point
  if (typeof value === 'number' || !('buckets' in value)) return []
  const { boundaries: bounds, counts: bucketCounts } = value.buckets
  return [{ ...toHead(point), ...toStatistics(value), bounds, bucketCounts }]
}

function toExponentialPoint(point: SdkPoint): readonly ExponentialHistogramPoint[] {
  const { value } = point
  if (typeof value === 'number' || !('scale' in value)) return []
  const { scale, zeroCount, positive, negative } = value
  return [{ ...toHead(point), ...toStatistics(value), scale, zeroCount, positive, negative }]
}

function toStatistics({ count, sum, min, max }: SdkHistogram | SdkExponentialHistogram) {
  return {
    count,
    ...(sum !== undefined && { sum }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}
