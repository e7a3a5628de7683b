export { errorReporter, noopErrorReporter, type ErrorReporter } from './errors/error-reporter.ts'
export {
  contextWithMessageParent,
  extractMessageSpanContext,
  type MessageCarriers,
  type MessageExtraction,
} from './event/extract-message-span-context.ts'
export { withTraceFields, type EventTraceFields } from './event/with-trace-fields.ts'
export {
  boolField,
  errorField,
  float64Field,
  int64Field,
  stringField,
  type Field,
} from './log/field.ts'
export { formatLogJson } from './log/format-log-json.ts'
export { isLevelAtLeast, LEVELS, type Level } from './log/level.ts'
export type { LogRecord, LogSink } from './log/log-record.ts'
export { noopLogger, type Logger } from './log/logger.ts'
export {
  otelLogger,
  type OtelLogger,
  type OtelLoggerProvider,
  type OtelLogMap,
  type OtelLogRecord,
  type OtelLogValue,
} from './log/otel-logger.ts'
export { sinkLogger, type SinkLoggerOptions } from './log/sink-logger.ts'
export {
  noopMetrics,
  type Counter,
  type Gauge,
  type Histogram,
  type Metrics,
  type Tags,
} from './metrics/metrics.ts'
export { otelMetrics, type OtelMetricsOptions } from './metrics/otel-metrics.ts'
export { sinkMetrics, type Measurement, type MeasurementSink } from './metrics/sink-metrics.ts'
export { ObserveError, type ObserveErrorCode } from './observe-error.ts'
export { otelTelemetry, type OtelTelemetryOptions } from './otel-telemetry.ts'
export {
  noopTelemetry,
  otelProvidersOf,
  toTelemetry,
  type OtelProviders,
  type Telemetry,
} from './telemetry.ts'
export { addSpan, addValue } from './trace/added-value.ts'
export { boolAttr, float64Attr, int64Attr, stringAttr, type Attribute } from './trace/attribute.ts'
export { exactNumbers } from './trace/exact-numbers.ts'
export { recordError } from './trace/facade-span.ts'
export { otelTracer } from './trace/otel-tracer.ts'
export {
  contextWithParentInfo,
  parentInfoFromContext,
  type ParentInfo,
} from './trace/parent-info.ts'
export { contextWithSpan, spanFromContext } from './trace/span-in-context.ts'
export { spanContextOf, type Span, type StatusCode } from './trace/span.ts'
export { noopTracer, type SpanOptions, type Tracer } from './trace/tracer.ts'
export { withSpan } from './trace/with-span.ts'
