import { setGiven, type Draft } from '../draft.ts'
import { decodeFrames } from '../frames/decode-frames.ts'
import type { ProtobufReader } from '../protobuf-reader.ts'
import { newAttributes, readAnyValue, readAttribute } from '../read-attributes.ts'
import { LOG_FRAME } from './log-frame.ts'
import type { LogData, LogRecordData } from './model.ts'

/**
 * Reads OTLP's `ExportLogsServiceRequest` or `LogsData`; `undefined` when it is malformed.
 *
 * Malformed is also an id of a wrong length, and nesting deeper than 100 messages. Fields that are
 * not known are skipped.
 */
export function decodeLogs(bytes: Uint8Array): LogData | undefined {
  const resourceLogs = decodeFrames(bytes, LOG_FRAME, readLogRecord)
  return resourceLogs && { resourceLogs }
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
    else if (field === 5) record.body = reader.message(readAnyValue)
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
