import { formatAnyValue, type Json } from '../format-attributes.ts'
import { formatFrames } from '../frames/format-frames.ts'
import { formatGiven, formatTime } from '../frames/format-source.ts'
import { LOG_FRAME } from './log-frame.ts'
import type { LogData, LogRecordData } from './model.ts'

/**
 * Writes log records as OTLP/JSON, on one line: ids in hex, 64-bit integers as strings.
 *
 * What is absent or empty is left out.
 */
export function formatLogsJson(data: LogData): string {
  return formatFrames(LOG_FRAME, data.resourceLogs, formatLogRecord)
}

function formatLogRecord(record: LogRecordData): Json {
  return {
    timeUnixNano: formatTime(record.timeUnixNano),
    observedTimeUnixNano: formatTime(record.observedTimeUnixNano),
    severityNumber: record.severityNumber === 0 ? undefined : record.severityNumber,
    severityText: record.severityText,
    body: record.body === null ? undefined : formatAnyValue(record.body),
    attributes: formatGiven(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
    flags: record.flags,
    traceId: record.traceId,
    spanId: record.spanId,
    eventName: record.eventName,
  }
}
