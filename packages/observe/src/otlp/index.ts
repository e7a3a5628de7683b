export { decodeTraces } from './decode-traces.ts'
export {
  encodeEventAttributes,
  encodeKey,
  encodeSource,
  encodeSpanAttributes,
  type EncodedSource,
} from './encode-source.ts'
export { encodeSpan } from './encode-span.ts'
export { encodeTraceRequest, type EncodedSpans } from './encode-trace-request.ts'
export { encodeTraces } from './encode-traces.ts'
export { formatTracesJson } from './format-traces-json.ts'
export {
  decodeLogs,
  encodeLogRecord,
  encodeLogs,
  formatLogsJson,
  parseLogsJson,
  type LogData,
  type LogRecordData,
  type ResourceLogs,
  type ScopeLogs,
} from './logs/index.ts'
export {
  decodeMetrics,
  encodeMetric,
  encodeMetrics,
  formatMetricsJson,
  parseMetricsJson,
  type Exemplar,
  type ExponentialBuckets,
  type ExponentialHistogramMetric,
  type ExponentialHistogramPoint,
  type GaugeMetric,
  type HistogramMetric,
  type HistogramPoint,
  type MetricData,
  type MetricHead,
  type MetricsData,
  type NumberPoint,
  type PointHead,
  type ResourceMetrics,
  type ScopeMetrics,
  type SumMetric,
  type SummaryMetric,
  type SummaryPoint,
  type Temporality,
} from './metrics/index.ts'
export {
  Double,
  SPAN_KINDS,
  type AnyValue,
  type AttributeMap,
  type Resource,
  type ResourceSpans,
  type Scope,
  type ScopeSpans,
  type SpanData,
  type SpanEvent,
  type SpanKind,
  type SpanLink,
  type SpanStatus,
  type TraceData,
} from './model.ts'
export type { JsonObject } from './json-reader.ts'
export { parseTracesJson } from './parse-traces-json.ts'
export { TraceWriter, type SpanIdBits, type Utf8Slice } from './trace-writer.ts'
