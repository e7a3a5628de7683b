import type { AttributeMap } from '../otlp/model.ts'
import type { Level } from './level.ts'

/** One thing that was logged. */
export interface LogRecord {
  readonly level: Level
  readonly message: string
  /** When it was logged, in nanoseconds since 1970. */
  readonly timeUnixNano: bigint
  /** Of two fields with the same key the later one. */
  readonly fields: AttributeMap
  /** What was thrown, as it was given to `logger.error`; absent if nothing was. */
  readonly error?: unknown
  /** 32 hex digits; absent when no span was active. */
  readonly traceId?: string
  /** 16 hex digits; absent when no span was active. */
  readonly spanId?: string
  /** The W3C trace flags; absent when no span was active. */
  readonly traceFlags?: number
}

/**
 * Takes log records: a console, a backend, or a list in a test.
 *
 * It is called while the span of the record is active. What it throws is told to OpenTelemetry's
 * `diag`, not to who logs.
 */
export type LogSink = (record: LogRecord) => void
