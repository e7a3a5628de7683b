import type { Coverage } from './trace-summary.ts'

/** `GET /api/v1/services`: rate, errors and duration by service and operation, the busiest first. */
export interface ServiceList {
  readonly operations: readonly OperationStats[]
  readonly coverage: Coverage
  /** Operations beyond the limit that were added to `(other)`. */
  readonly omittedOperations: number
}

export interface OperationStats {
  readonly service: string
  readonly operation: string
  readonly count: number
  readonly errors: number
  readonly perSecond: number
  /** Within 5 % of the true one. */
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** `GET /api/v1/service-graph`: who works for whom. */
export interface ServiceGraph {
  readonly edges: readonly ServiceEdge[]
  readonly coverage: Coverage
  readonly omittedEdges: number
}

export interface ServiceEdge {
  readonly from: string
  readonly to: string
  /** The subject or its template, where a message was between them. */
  readonly via?: string
  readonly count: number
  readonly errors: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** `GET /api/v1/metrics`: the last value of each series that services reported. */
export interface MetricList {
  readonly series: readonly MetricSeries[]
  readonly coverage: Coverage
}

export interface MetricSeries {
  readonly service: string
  readonly name: string
  readonly unit: string
  readonly type: 'sum' | 'gauge' | 'histogram'
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
  /** Of a histogram: its sum. */
  readonly value: number
  /** Of a histogram: how many values it counts. */
  readonly count?: number
  readonly atMs: number
}
