import { isSpanContextValid, trace } from '@opentelemetry/api'
import type { LogRecordData } from '../../otlp/logs/model.ts'
import type { AnyValue } from '../../otlp/model.ts'
import { safelyGet } from '../../safely.ts'
import { textOf } from '../../text-of.ts'
import { exceptionAttributes } from '../../trace/exception-attributes.ts'
import type { Runtime } from '../runtime.ts'
import { toContext } from '../to-context.ts'
import { toUnixNano } from '../to-unix-nano.ts'
import type { LogLimits } from './log-limits.ts'
import type { EmittedLogRecord } from './emitted-log-record.ts'
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
  // One that has neither time has the same twice.
  const then: Pick<Runtime, 'now'> = { now: () => now }
  const { attributes, droppedAttributesCount } = toAttributes(record, limits)
  return {
    timeUnixNano: toUnixNano(record.timestamp, then),
    observedTimeUnixNano: toUnixNano(record.observedTimestamp, then),
    severityNumber: isSeverity(severityNumber) ? severityNumber : 0,
    ...(isGiven(severityText) && { severityText: textOf(severityText) }),
    body: copyAnyValue(record.body),
    attributes,
    ...(droppedAttributesCount > 0 && { droppedAttributesCount }),
    ...safelyGet('reading a context', () => spanOf(record), {}),
    ...(isGiven(eventName) && { eventName: textOf(eventName) }),
  }
}

type IdsOfSpan = Pick<LogRecordData, 'traceId' | 'spanId' | 'flags'>

function toAttributes(record: EmittedLogRecord, limits: LogLimits) {
  const { exception } = record
  const given = new Map<string, unknown>([
    ...(isGiven(exception) ? Object.entries(exceptionAttributes(exception)) : []),
    ...safelyGet('reading attributes', () => entriesOf(record.attributes), []),
  ])
  const attributes: Record<string, AnyValue> = Object.create(null)
  const kept = [...given].slice(0, limits.maxAttributes)
  for (const [key, value] of kept) attributes[key] = copyAnyValue(value, limits.maxValueLength)
  return { attributes, droppedAttributesCount: given.size - kept.length }
}

function entriesOf(attributes: unknown): readonly [string, unknown][] {
  if (typeof attributes !== 'object' || attributes === null) return []
  return Object.entries(attributes).filter(([key, value]) => key !== '' && value !== undefined)
}

function spanOf({ context }: EmittedLogRecord): IdsOfSpan {
  const spanContext = trace.getSpanContext(toContext(context))
  if (!spanContext || !isSpanContextValid(spanContext)) return {}

  const { traceId, spanId, traceFlags } = spanContext
  const flags = typeof traceFlags === 'number' ? traceFlags & 0xff : 0
  return {
    ...(flags !== 0 && { flags }),
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function isSeverity(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 24
}
