import type { LogRecordData } from '@hopscope/observe/otlp'
import { levelOf } from '../../collect/log-level.ts'
import { goJson, goMap, goTexts, goTime, textOf } from './go-text.ts'

/** A log record as DagNats writes it today. Attributes are texts all of them. */
export function formatDagnatsLog(record: LogRecordData, service: string): string {
  return goJson({
    timestamp: goTime(record.timeUnixNano),
    severity: dagnatsSeverity(record),
    body: textOf(record.body ?? ''),
    attributes: goTexts(record.attributes),
    traceId: record.traceId,
    spanId: record.spanId,
    serviceName: service,
  })
}

/** The severity there, which is also in the subject: the text in lower case, or `info`. */
export function dagnatsSeverity({ severityText = '' }: LogRecordData): string {
  return severityText === '' ? 'info' : severityText.toLowerCase()
}

/** A log record as the first DagNats wrote it. */
export function formatDagnatsV1Log(record: LogRecordData, service: string): string {
  const { 'exception.message': error, ...fields } = record.attributes
  return goJson({
    level: dagnatsV1Level(record),
    message: textOf(record.body ?? ''),
    service,
    trace_id: record.traceId,
    span_id: record.spanId,
    fields: goMap(fields),
    timestamp: goTime(record.timeUnixNano),
    error: error === undefined ? undefined : textOf(error),
  })
}

/** The level there, which is also in the subject: `debug`, `info`, `warn` or `error`. */
export function dagnatsV1Level(record: LogRecordData): string {
  const level = levelOf(record)
  if (level === 'trace') return 'debug'
  return level === 'fatal' ? 'error' : level
}
