export type { CollectorOptions, CollectorStats } from './collect/collector-options.ts'
export { LogCollector, type LogCollectorOptions } from './collect/log-collector.ts'
export { MetricCollector, type MetricCollectorOptions } from './collect/metric-collector.ts'
export type { SpanLayout } from './collect/span-layout.ts'
export {
  TelemetryCollector,
  type TelemetryCollectorOptions,
  type TelemetryStats,
} from './collect/telemetry-collector.ts'
export { TraceCollector, type TraceCollectorOptions } from './collect/trace-collector.ts'
export type { ExporterOptions, ExportResult, TelemetryFormat } from './export/exporter-options.ts'
export { NatsLogRecordExporter } from './export/log-record-exporter.ts'
export { NatsMetricExporter } from './export/metric-exporter.ts'
export type { SdkLogRecord } from './export/sdk/from-sdk-log-record.ts'
export type {
  SdkExponentialHistogram,
  SdkHistogram,
  SdkMetric,
  SdkPoint,
  SdkResourceMetrics,
} from './export/sdk/from-sdk-metrics.ts'
export type { SdkEvent, SdkSpan } from './export/sdk/from-sdk-span.ts'
export type { SdkResource, SdkScope } from './export/sdk/from-sdk.ts'
export { NatsSpanExporter } from './export/span-exporter.ts'
export {
  decodeTelemetry,
  readTelemetry,
  type StoredTelemetry,
  type Telemetry,
  type UnreadableTelemetry,
} from './read/index.ts'
export { readSpans, type ReadSpansOptions, type StoredSpans } from './read/read-spans.ts'
export {
  detectResource,
  type DetectedResource,
  type ResourceOptions,
} from './resource/detect-resource.ts'
export { ensureTelemetryStream, type EnsuredStream } from './stream/ensure-telemetry-stream.ts'
export {
  streamDifferences,
  type StreamDifference,
  type StreamField,
  type StreamValue,
} from './stream/stream-differences.ts'
export type { TelemetryStreamOptions } from './stream/telemetry-stream-options.ts'
export {
  HOPS_SUBJECT,
  logsSubject,
  metricsSubject,
  spansSubject,
  subjectToken,
  TELEMETRY_STREAM,
  TELEMETRY_SUBJECTS,
} from './subjects.ts'
export { TelemetryError, type TelemetryErrorCode } from './telemetry-error.ts'
