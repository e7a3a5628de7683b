import { writeFrames } from '../frames/write-frames.ts'
import { ProtobufWriter } from '../protobuf-writer.ts'
import { writeAnyValue, writeAttributes } from '../write-attributes.ts'
import { LOG_FRAME } from './log-frame.ts'
import type { LogData, LogRecordData } from './model.ts'

/**
 * The bytes of OTLP's `ExportLogsServiceRequest`, which is the same as `LogsData`.
 *
 * Two requests joined end to end are one request with the records of both.
 */
export function encodeLogs(data: LogData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
  writeFrames(writer, LOG_FRAME, data.resourceLogs, writeLogRecord)
  return writer.finish()
}

/**
 * The bytes of OTLP's `LogRecord` message, without the field number and the length that frame it.
 *
 * They are part of a larger buffer that many records share: copy those that are kept for long.
 */
export function encodeLogRecord(record: LogRecordData): Uint8Array<ArrayBuffer> {
  shared.reset()
  writeLogRecord(shared, record)
  return shared.finish()
}

// Encoding is synchronous, so one writer serves every record.
const shared = new ProtobufWriter(64 * 1024)

function writeLogRecord(writer: ProtobufWriter, record: LogRecordData): void {
  if (record.timeUnixNano !== 0n) writer.fixed64(1, record.timeUnixNano)
  if (record.severityNumber !== 0) writer.uint32(2, record.severityNumber)
  if (record.severityText) writer.string(3, record.severityText)
  if (record.body !== null) writer.message(5, writeAnyValue, record.body)
  writeAttributes(writer, 6, record.attributes)
  if (record.droppedAttributesCount) writer.uint32(7, record.droppedAttributesCount)
  if (record.flags) writer.fixed32(8, record.flags)
  if (record.traceId) writer.hex(9, record.traceId)
  if (record.spanId) writer.hex(10, record.spanId)
  if (record.observedTimeUnixNano !== 0n) writer.fixed64(11, record.observedTimeUnixNano)
  if (record.eventName) writer.string(12, record.eventName)
}
