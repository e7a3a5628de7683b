import {
  Double,
  type AnyValue,
  type AttributeMap,
  type ExponentialBuckets,
  type ExponentialHistogramPoint,
  type HistogramPoint,
  type MetricData,
  type NumberPoint,
  type PointHead,
  type SummaryPoint,
} from '@hopscope/observe/otlp'
import { goJson, goTime, textOf, type JsonValue } from './go-text.ts'

/** A metric as DagNats writes it today: around the JSON of Go's `metricdata`. */
export function formatDagnatsMetric(metric: MetricData, service: string): string {
  return goJson({
    name: metric.name,
    description: metric.description,
    unit: metric.unit,
    serviceName: service,
    data: formatData(metric),
    timestamp: goTime(timeOf(metric)),
  })
}

/** When the points of a metric were taken; they are taken together. */
export function timeOf({ points }: MetricData): bigint {
  return points[0]?.timeUnixNano ?? 0n
}

function formatData(metric: MetricData): JsonValue {
  switch (metric.type) {
    case 'gauge':
      return { DataPoints: metric.points.map(formatNumberPoint) }
    case 'sum':
      return {
        DataPoints: metric.points.map(formatNumberPoint),
        Temporality: formatTemporality(metric.temporality),
        IsMonotonic: metric.isMonotonic,
      }
    case 'histogram':
      return {
        DataPoints: metric.points.map(formatHistogramPoint),
        Temporality: formatTemporality(metric.temporality),
      }
    case 'exponentialHistogram':
      return {
        DataPoints: metric.points.map(formatExponentialPoint),
        Temporality: formatTemporality(metric.temporality),
      }
    default:
      return { DataPoints: metric.points.map(formatSummaryPoint) }
  }
}

function formatTemporality(temporality: string): string {
  return temporality === 'delta' ? 'DeltaTemporality' : 'CumulativeTemporality'
}

function formatHead(point: PointHead) {
  return {
    Attributes: formatAttributes(point.attributes),
    StartTime: goTime(point.startTimeUnixNano),
    Time: goTime(point.timeUnixNano),
  }
}

function formatNumberPoint(point: NumberPoint): JsonValue {
  const { value } = point
  return { ...formatHead(point), Value: value instanceof Double ? value.value : Number(value) }
}

function formatHistogramPoint(point: HistogramPoint): JsonValue {
  const { count, bounds, bucketCounts, min = null, max = null, sum = 0 } = point
  return {
    ...formatHead(point),
    Count: count,
    Bounds: bounds,
    BucketCounts: bucketCounts,
    Min: min,
    Max: max,
    Sum: sum,
  }
}

function formatExponentialPoint(point: ExponentialHistogramPoint): JsonValue {
  const { count, min = null, max = null, sum = 0, scale, zeroCount, zeroThreshold = 0 } = point
  return {
    ...formatHead(point),
    Count: count,
    Min: min,
    Max: max,
    Sum: sum,
    Scale: scale,
    ZeroCount: zeroCount,
    PositiveBucket: formatBuckets(point.positive),
    NegativeBucket: formatBuckets(point.negative),
    ZeroThreshold: zeroThreshold,
  }
}

function formatSummaryPoint(point: SummaryPoint): JsonValue {
  const { count, sum, quantiles } = point
  return {
    ...formatHead(point),
    Count: count,
    Sum: sum,
    QuantileValues: quantiles.map(({ quantile, value }) => ({ Quantile: quantile, Value: value })),
  }
}

function formatBuckets({ offset, bucketCounts }: ExponentialBuckets): JsonValue {
  return { Offset: offset, Counts: bucketCounts }
}

function formatAttributes(attributes: AttributeMap): JsonValue {
  return Object.keys(attributes)
    .toSorted()
    .map((key) => ({ Key: key, Value: formatValue(attributes[key] ?? null) }))
}

function formatValue(value: AnyValue): JsonValue {
  if (typeof value === 'boolean') return { Type: 'BOOL', Value: value }
  if (typeof value === 'bigint') return { Type: 'INT64', Value: Number(value) }
  if (value instanceof Double) return { Type: 'FLOAT64', Value: value.value }
  if (typeof value !== 'number') return { Type: 'STRING', Value: textOf(value) }
  return { Type: Number.isSafeInteger(value) ? 'INT64' : 'FLOAT64', Value: value }
}
