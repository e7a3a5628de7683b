import { setGiven, type Draft } from '../draft.ts'
import { ProtobufReader } from '../protobuf-reader.ts'
import { newAttributes, readAttribute } from '../read-attributes.ts'
import { readAnyValue } from '../source/any-value.ts'
import { readResource, readScope } from '../source/read-source.ts'
import { type LogData, type LogRecordData, type ResourceLogs, type ScopeLogs } from './model.ts'

/**
 * Reads OTLP's `ExportLogsServiceRequest` or `LogsData`; `undefined` when it is malformed.
 *
 * Malformed is also an id of a wrong length, and nesting deeper than 100 messages. Fields that are
 * not known are skipped.
 */
export function decodeLogs(bytes: Uint8Array): LogData | undefined {
  const reader = new ProtobufReader(bytes)
  const resourceLogs: ResourceLogs[] = []
  while (reader.next()) {
    if (reader.field === 1) resourceLogs.push(reader.message(readResourceLogs))
    else reader.skip()
  }
  return reader.failed ? undefined : { resourceLogs }
}

function readResourceLogs(reader: ProtobufReader): ResourceLogs {
  const scopeLogs: ScopeLogs[] = []
  const data: Draft<ResourceLogs> = { resource: { attributes: newAttributes() }, scopeLogs }
  while (reader.next()) {
    if (reader.field === 1) data.resource = reader.message(readResource)
    else if (reader.field === 2) scopeLogs.push(reader.message(readScopeLogs))
    else if (reader.field === 3) setGiven(data, 'schemaUrl', reader.string())
    else reader.skip()
  }
  return data
}

function readScopeLogs(reader: ProtobufReader): ScopeLogs {
  const logRecords: LogRecordData[] = []
  const data: Draft<ScopeLogs> = { scope: { name: '' }, logRecords }
  while (reader.next()) {
    if (reader.field === 1) data.scope = reader.message(readScope)
    else if (reader.field === 2) logRecords.push(reader.message(readLogRecord))
    else if (reader.field === 3) setGiven(data, 'schemaUrl', reader.string())
    else reader.skip()
  }
  return data
}

function readLogRecord(reader: ProtobufReader): LogRecordData {
  const attributes = newAttributes()
  const record: Draft<LogRecordData> = {
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    body: null,
    attributes,
  }
  while (reader.next()) {
    const { field } = reader
    if (field === 1) record.timeUnixNano = reader.fixed64()
    else if (field === 2) record.severityNumber = reader.uint32()
    else if (field === 3) setGiven(record, 'severityText', reader.string())
    else if (field === 5) record.body = readAnyValue(reader)
    else if (field === 6) readAttribute(reader, attributes)
    else if (field === 7) setGiven(record, 'droppedAttributesCount', reader.uint32())
    else if (field === 8) setGiven(record, 'flags', reader.fixed32())
    else if (field === 9) setGiven(record, 'traceId', reader.hex(16))
    else if (field === 10) setGiven(record, 'spanId', reader.hex(8))
    else if (field === 11) record.observedTimeUnixNano = reader.fixed64()
    else if (field === 12) setGiven(record, 'eventName', reader.string())
    else reader.skip()
  }
  return record
}
