import type { Context } from '@opentelemetry/api'
import type { LogRecordData } from '../../otlp/logs/model.ts'
import { safely, safelyGet } from '../../safely.ts'
import { systemRuntime, type Runtime } from '../runtime.ts'
import type { EmittedLogRecord } from './emitted-log-record.ts'
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
      safely('emitting a log record', () => {
        const given = record ?? {}
        if (!isSuppressed(given.context)) onEmit(toLogRecordData(given, settings), scope)
      })
    },
    enabled: (options) =>
      safelyGet('reading a context', () => !isSuppressed(options?.context), true),
  }))
  return { getLogger }
}
