import { BYTE_TO_HEX } from '../byte-to-hex.ts'
import { messageOf } from '../message-of.ts'
import type { LogRecord } from './log-record.ts'

/**
 * A log record as one line of JSON, without a line break at its end.
 *
 * The keys are `timestamp` (ISO 8601 with nanoseconds), `level`, `message`, `trace_id`, `span_id` and
 * `trace_flags` as OpenTelemetry names them in logs, `fields`, `error` and `stack`; what a record does
 * not have is left out. An int beyond 2^53 is a text.
 *
 * @example
 * {"timestamp":"2026-03-01T12:00:00.000000001Z","level":"info","message":"reserved","fields":{"items":3}}
 */
export function formatLogJson(record: LogRecord): string {
  const { level, message, traceId, spanId, traceFlags, fields, error } = record
  return JSON.stringify(
    {
      timestamp: formatTimestamp(record.timeUnixNano),
      level,
      message,
      trace_id: traceId,
      span_id: spanId,
      trace_flags: traceFlags === undefined ? undefined : BYTE_TO_HEX[traceFlags & 0xff],
      fields: Object.keys(fields).length > 0 ? fields : undefined,
      error: error === undefined ? undefined : messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  )
}

function formatTimestamp(unixNano: bigint): string {
  const seconds = new Date(Number(unixNano / 1_000_000n)).toISOString().slice(0, 19)
  return `${seconds}.${String(unixNano % 1_000_000_000n).padStart(9, '0')}Z`
}
