import { type Json } from '../format-attributes.ts'
import { formatAnyValue } from '../source/any-value.ts'
import { formatGiven, formatResource, formatScope, formatTime } from '../source/format-source.ts'
import { type LogData, type LogRecordData, type ResourceLogs, type ScopeLogs } from './model.ts'

/**
 * Writes log records as OTLP/JSON, on one line: ids in hex, 64-bit integers as strings.
 *
 * What is absent or empty is left out.
 */
export function formatLogsJson(data: LogData): string {
  return JSON.stringify({ resourceLogs: data.resourceLogs.map(formatResourceLogs) })
}

function formatResourceLogs(data: ResourceLogs): Json {
  return {
    resource: formatResource(data.resource),
    scopeLogs: data.scopeLogs.map(formatScopeLogs),
    schemaUrl: data.schemaUrl,
  }
}

function formatScopeLogs(data: ScopeLogs): Json {
  return {
    scope: formatScope(data.scope),
    logRecords: data.logRecords.map(formatLogRecord),
    schemaUrl: data.schemaUrl,
  }
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
