import { context as contextApi, isSpanContextValid, trace } from '@opentelemetry/api'
import type { LogRecordData } from '../../otlp/logs/model.ts'
import type { AnyValue } from '../../otlp/model.ts'
import { textOf } from '../../text-of.ts'
import { exceptionAttributes } from '../../trace/exception-attributes.ts'
import type { Runtime } from '../runtime.ts'
import { toUnixNano } from '../to-unix-nano.ts'
import type { LogLimits } from './log-limits.ts'
import type { EmittedLogRecord } from './logger-provider.ts'
import { copyAnyValue } from '../copy-any-value.ts'

/** What the log records of a recorder share. */
export interface LogSettings {
  readonly limits: LogLimits
  readonly runtime: Runtime
}

/** The data of a log record: a copy, which the application cannot change any more. */
export function toLogRecordData(
  record: EmittedLogRecord,
  { limits, runtime }: LogSettings,
): LogRecordData {
  const { eventName, severityText, severityNumber } = record
  const now = runtime.now()
  const { attributes, droppedAttributesCount } = toAttributes(record, limits)
  return {
    timeUnixNano: record.timestamp === undefined ? now : toUnixNano(record.timestamp, runtime),
    observedTimeUnixNano:
      record.observedTimestamp === undefined ? now : toUnixNano(record.observedTimestamp, runtime),
    severityNumber: isSeverity(severityNumber) ? severityNumber : 0,
    ...(severityText !== undefined && { severityText: textOf(severityText) }),
    body: copyAnyValue(record.body),
    attributes,
    ...(droppedAttributesCount > 0 && { droppedAttributesCount }),
    ...spanOf(record),
    ...(eventName !== undefined && { eventName: textOf(eventName) }),
  }
}

function toAttributes(record: EmittedLogRecord, limits: LogLimits) {
  const { exception } = record
  const given: Record<string, unknown> = {
    ...(exception !== undefined && exception !== null && exceptionAttributes(exception)),
    ...record.attributes,
  }
  const keys = Object.keys(given).filter((key) => key !== '' && given[key] !== undefined)
  const attributes: Record<string, AnyValue> = Object.create(null)
  for (const key of keys.slice(0, limits.maxAttributes)) {
    attributes[key] = copyAnyValue(given[key], limits.maxValueLength)
  }
  return { attributes, droppedAttributesCount: Math.max(0, keys.length - limits.maxAttributes) }
}

function spanOf({ context = contextApi.active() }: EmittedLogRecord) {
  const spanContext = trace.getSpanContext(context)
  if (!spanContext || !isSpanContextValid(spanContext)) return {}

  const { traceId, spanId, traceFlags } = spanContext
  return {
    ...(traceFlags !== 0 && { flags: traceFlags & 0xff }),
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
  }
}

function isSeverity(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 24
}
