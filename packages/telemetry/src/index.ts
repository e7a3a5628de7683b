export {
  TraceCollector,
  type CollectorStats,
  type TraceCollectorOptions,
} from './collect/trace-collector.ts'
export { decodeTelemetry, type StoredTelemetry } from './read/decode-telemetry.ts'
export { readSpans, type ReadSpansOptions, type StoredSpans } from './read/read-spans.ts'
export {
  ensureTelemetryStream,
  type TelemetryStreamOptions,
} from './stream/ensure-telemetry-stream.ts'
export {
  HOPS_SUBJECT,
  spansSubject,
  subjectToken,
  TELEMETRY_STREAM,
  TELEMETRY_SUBJECTS,
} from './subjects.ts'
export { TelemetryError, type TelemetryErrorCode } from './telemetry-error.ts'
