export { decodeMetrics } from './decode-metrics.ts'
export { encodeMetric, encodeMetrics } from './encode-metrics.ts'
export { formatMetricsJson } from './format-metrics-json.ts'
export type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramMetric,
  ExponentialHistogramPoint,
  GaugeMetric,
  HistogramMetric,
  HistogramPoint,
  MetricData,
  MetricHead,
  MetricsData,
  NumberPoint,
  PointHead,
  ResourceMetrics,
  ScopeMetrics,
  SumMetric,
  SummaryMetric,
  SummaryPoint,
  Temporality,
} from './model.ts'
export { parseMetricsJson } from './parse-metrics-json.ts'
