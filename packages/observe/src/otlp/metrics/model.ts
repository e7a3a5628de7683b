import type { AttributeMap, Double, Resource, Scope } from '../model.ts'

/** Metrics with who made them, as `ExportMetricsServiceRequest` and `MetricsData` carry them. */
export interface MetricsData {
  readonly resourceMetrics: readonly ResourceMetrics[]
}

/** The metrics of one resource. */
export interface ResourceMetrics {
  readonly resource: Resource
  readonly scopeMetrics: readonly ScopeMetrics[]
  readonly schemaUrl?: string
}

/** The metrics of one instrumentation scope. */
export interface ScopeMetrics {
  readonly scope: Scope
  readonly metrics: readonly MetricData[]
  readonly schemaUrl?: string
}

/** One metric, with a point for each set of attributes. */
export type MetricData =
  | GaugeMetric
  | SumMetric
  | HistogramMetric
  | ExponentialHistogramMetric
  | SummaryMetric

/** What all kinds of metrics have. */
export interface MetricHead {
  readonly name: string
  readonly description?: string
  /** In UCUM, such as `ms`, `By` or `{message}`. */
  readonly unit?: string
}

/** Values as they were when they were looked at. */
export interface GaugeMetric extends MetricHead {
  readonly type: 'gauge'
  readonly points: readonly NumberPoint[]
}

/** Values that were added up. */
export interface SumMetric extends MetricHead {
  readonly type: 'sum'
  readonly points: readonly NumberPoint[]
  readonly temporality: Temporality
  /** Whether it only grows. */
  readonly isMonotonic: boolean
}

/** Values counted in buckets whose bounds were given. */
export interface HistogramMetric extends MetricHead {
  readonly type: 'histogram'
  readonly points: readonly HistogramPoint[]
  readonly temporality: Temporality
}

/** Values counted in buckets whose bounds are powers of a base. */
export interface ExponentialHistogramMetric extends MetricHead {
  readonly type: 'exponentialHistogram'
  readonly points: readonly ExponentialHistogramPoint[]
  readonly temporality: Temporality
}

/** Values of which quantiles are known. */
export interface SummaryMetric extends MetricHead {
  readonly type: 'summary'
  readonly points: readonly SummaryPoint[]
}

/** Whether a point has what came since the last one, or all since the start. */
export type Temporality = (typeof TEMPORALITIES)[number]

/** Every {@link Temporality} at the place of its OTLP number. */
export const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const

/** What all points have. Times are nanoseconds since 1970 in UTC. */
export interface PointHead {
  readonly attributes: AttributeMap
  /** Since when values are in it; 0 if that is not known. */
  readonly startTimeUnixNano: bigint
  readonly timeUnixNano: bigint
  readonly flags?: number
}

/** One value. */
export interface NumberPoint extends PointHead {
  /** A whole `number` or a `bigint` is an OTLP int; any other `number`, and a `Double`, is a double. */
  readonly value: number | bigint | Double
  readonly exemplars?: readonly Exemplar[]
}

/** Values of a histogram. Counts above 2^53 are not exact. */
export interface HistogramPoint extends PointHead {
  readonly count: number
  readonly sum?: number
  readonly min?: number
  readonly max?: number
  /** The upper bounds of the buckets, which are in them; the last bucket has none. */
  readonly bounds: readonly number[]
  /** One more than there are bounds; or none, when only count and sum are known. */
  readonly bucketCounts: readonly number[]
  readonly exemplars?: readonly Exemplar[]
}

/** Values of an exponential histogram. Counts above 2^53 are not exact. */
export interface ExponentialHistogramPoint extends PointHead {
  readonly count: number
  readonly sum?: number
  readonly min?: number
  readonly max?: number
  /** The base is 2 to the power of 2 to the power of minus this. */
  readonly scale: number
  readonly zeroCount: number
  readonly zeroThreshold?: number
  readonly positive: ExponentialBuckets
  readonly negative: ExponentialBuckets
  readonly exemplars?: readonly Exemplar[]
}

/** Buckets of an exponential histogram. */
export interface ExponentialBuckets {
  /** The power of the base that the first bucket begins with. */
  readonly offset: number
  readonly bucketCounts: readonly number[]
}

/** Values of a summary. */
export interface SummaryPoint extends PointHead {
  readonly count: number
  readonly sum: number
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[]
}

/** One of the values that a point was made of, and the span that it came from. */
export interface Exemplar {
  readonly timeUnixNano: bigint
  readonly value: number | bigint | Double
  /** Attributes that the point does not have. */
  readonly filteredAttributes: AttributeMap
  /** 32 hex digits. */
  readonly traceId?: string
  /** 16 hex digits. */
  readonly spanId?: string
}
