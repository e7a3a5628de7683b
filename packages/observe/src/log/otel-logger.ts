import type { Attributes, HrTime } from '@opentelemetry/api'
import { Double, type AnyValue } from '../otlp/model.ts'
import { exceptionAttributes } from '../trace/exception-attributes.ts'
import { toHrTime } from '../trace/to-hr-time.ts'
import type { Level } from './level.ts'
import type { Logger } from './logger.ts'
import { sinkLogger } from './sink-logger.ts'

/** The little of a logger of `@opentelemetry/api-logs` that is needed; any version's is one. */
export interface OtelLogger {
  emit(record: OtelLogRecord): void
}

/** The little of a logger provider of `@opentelemetry/api-logs` that is needed; any version's is one. */
export interface OtelLoggerProvider {
  getLogger(name: string, version?: string): OtelLogger
}

/** What {@link otelLogger} emits. */
export interface OtelLogRecord {
  readonly timestamp?: HrTime
  readonly severityNumber: number
  readonly severityText: Level
  readonly body: string
  /** The fields, and of an error the `exception.*` attributes. */
  readonly attributes: { [key: string]: OtelLogValue }
}

/** What a field is for a logger of OpenTelemetry. */
export type OtelLogValue = Attributes[string] | Uint8Array | null | OtelLogValue[] | OtelLogMap

/** Values by key. */
export interface OtelLogMap {
  [key: string]: OtelLogValue
}

/**
 * A logger over one of OpenTelemetry's, which is not needed as a dependency.
 *
 * OpenTelemetry adds the ids of the active span by itself. An int beyond 2^53 is a text there.
 */
export function otelLogger(logger: OtelLogger): Logger {
  return sinkLogger(({ level, message, timeUnixNano, fields, error }) => {
    const timestamp = toHrTime(timeUnixNano)
    logger.emit({
      ...(timestamp && { timestamp }),
      severityNumber: SEVERITY_NUMBERS[level],
      severityText: level,
      body: message,
      attributes: {
        ...toMap(fields),
        ...(error !== undefined && exceptionAttributes(error)),
      },
    })
  })
}

// The least number of each level (logs data model, severity fields).
const SEVERITY_NUMBERS: Readonly<Record<Level, number>> = { debug: 5, info: 9, warn: 13, error: 17 }

function toMap(values: { readonly [key: string]: AnyValue }): OtelLogMap {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toPlain(value)]))
}

function toPlain(value: AnyValue): OtelLogValue {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (value instanceof Double) return value.value
  return isList(value) ? value.map(toPlain) : toMap(value)
}

function isList(value: AnyValue): value is readonly AnyValue[] {
  return Array.isArray(value)
}
