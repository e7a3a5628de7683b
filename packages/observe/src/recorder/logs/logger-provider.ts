import type { Context, TimeInput } from '@opentelemetry/api'
import type { LogRecordData } from '../../otlp/logs/model.ts'
import { systemRuntime, type Runtime } from '../runtime.ts'
import { DEFAULT_LOG_LIMITS, type LogLimits } from './log-limits.ts'
import { isSuppressed } from '../is-suppressed.ts'
import { perScope, type OfScope, type RecordedScope } from '../per-scope.ts'
import { toLogRecordData } from './to-log-record-data.ts'

/** What of `@opentelemetry/api-logs` is a logger provider; that package is not needed. */
export interface LoggerProvider {
  /** A logger; the same one for the same name, version and schema URL. */
  readonly getLogger: OfScope<RecordingLogger>
}

/** What of `@opentelemetry/api-logs` is a logger. */
export interface RecordingLogger {
  /** Records a log record; of one that cannot be read, what can. Never throws. */
  emit(record: EmittedLogRecord): void
  /** Whether a record would be recorded, so that one that is dear to make need not be made. */
  enabled(options?: { readonly context?: Context }): boolean
}

/** What of `@opentelemetry/api-logs` is a log record. */
export interface EmittedLogRecord {
  readonly eventName?: string
  /** @default when it is emitted */
  readonly timestamp?: TimeInput
  /** @default when it is emitted */
  readonly observedTimestamp?: TimeInput
  /** 1 to 24, four for each of trace, debug, info, warn, error and fatal. */
  readonly severityNumber?: number
  readonly severityText?: string
  readonly body?: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
  /** What was thrown: becomes the attributes `exception.*`, where they are not set. */
  readonly exception?: unknown
  /** Its span is the record's. @default the active context */
  readonly context?: Context
}

/** How log records are recorded. */
export interface LogRecorderOptions {
  /** How much a record may hold; what is left out here has its default. @default 128 attributes */
  readonly limits?: Partial<LogLimits>
  /** @default the machine's own */
  readonly runtime?: Runtime
}

/**
 * A logger provider as OpenTelemetry's API for logs has it, without any SDK.
 *
 * @param onEmit called once a record; it must not throw. `scope` is the same object for all records of
 *   one logger
 */
export function loggerProvider(
  onEmit: (record: LogRecordData, scope: RecordedScope) => void,
  { limits, runtime = systemRuntime }: LogRecorderOptions = {},
): LoggerProvider {
  const settings = { runtime, limits: { ...DEFAULT_LOG_LIMITS, ...limits } }
  const getLogger = perScope<RecordingLogger>((scope) => ({
    emit(record) {
      if (!isSuppressed(record.context)) onEmit(toLogRecordData(record, settings), scope)
    },
    enabled: (options) => !isSuppressed(options?.context),
  }))
  return { getLogger }
}
