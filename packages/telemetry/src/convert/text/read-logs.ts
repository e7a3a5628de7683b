import { parseLogsJson, type LogData, type LogRecordData } from '@hopscope/observe/otlp'
import type { FieldReader } from '../dagnats/field-reader.ts'
import { readLog, readLogV1 } from '../dagnats/read-log.ts'
import { DAGNATS_SCOPE, resourceOf } from './dagnats-source.ts'
import { readText, type TextFormat, type Unreadable } from './read-text.ts'

/**
 * The log records in a text: OTLP in JSON, or a record of DagNats.
 *
 * @param service whose record it is if the record does not say
 */
export function readLogs(text: string, service: string): LogData | Unreadable {
  return readText(text, service, FORMAT)
}

const FORMAT: TextFormat<LogData, LogData> = {
  signal: 'logs',
  parseOtlp: parseLogsJson,
  readRecord,
}

function readRecord(reader: FieldReader, service: string): LogData | undefined {
  if (reader.has('message') || reader.has('level')) {
    return frame(readLogV1(reader), reader.text('service') || service)
  }
  if (!reader.has('body') && !reader.has('severity')) return undefined
  return frame(readLog(reader), reader.text('serviceName') || service)
}

function frame(record: LogRecordData, service: string): LogData {
  const scopeLogs = [{ scope: DAGNATS_SCOPE, logRecords: [record] }]
  return { resourceLogs: [{ resource: resourceOf(service), scopeLogs }] }
}
