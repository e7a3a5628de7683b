export {
  append,
  appendField,
  closeField,
  newBuffer,
  openField,
  type ByteBuffer,
} from './byte-buffer.ts'
export { copyAnyValue } from './copy-any-value.ts'
export { countFromEnv, isSdkDisabled, warnIgnored, type Environment } from './environment.ts'
export type { EmittedLogRecord } from './logs/emitted-log-record.ts'
export { logLimitsFromEnv, type LogLimits } from './logs/log-limits.ts'
export {
  loggerProvider,
  type LoggerProvider,
  type LogRecorderOptions,
  type RecordingLogger,
} from './logs/logger-provider.ts'
export {
  MetricRecorder,
  type CollectedMetrics,
  type MetricRecorderOptions,
} from './metrics/metric-recorder.ts'
export { temporalityFromEnv, type TemporalityPreference } from './metrics/temporality.ts'
export type { OfScope, RecordedScope } from './per-scope.ts'
export {
  recordingTracerProvider,
  tracerProvider,
  type RecorderOptions,
} from './recording-tracer-provider.ts'
export { systemRuntime, type NumberRuntime, type Runtime } from './runtime.ts'
export {
  alwaysOff,
  alwaysOn,
  parentBased,
  ratioSampler,
  samplerFromEnv,
  type Sampler,
} from './sampler.ts'
export type { SpanSink } from './span-sink.ts'
export { AsciiText } from './spans/ascii-text.ts'
export { attributeOf } from './spans/attribute-of.ts'
export { fixedAttributes } from './spans/fixed-attributes.ts'
export { traceIdOf, type TraceBits } from './spans/span-ids.ts'
export { setText } from './spans/set-text.ts'
export { spanLimitsFromEnv, type SpanLimits } from './spans/span-limits.ts'
export type { SpanRecord } from './spans/span-record.ts'
export { SpanWriter } from './spans/span-writer.ts'
