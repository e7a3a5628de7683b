import type { AttributeMap, LogRecordData } from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'

/** Reads a log record of the first DagNats; what it tells of an error is the `exception.message`. */
export function readLogV1(reader: FieldReader): LogRecordData {
  const error = reader.text('error')
  return {
    ...readSeverity(reader, 'level'),
    body: reader.filled('message'),
    ...readTimes(reader),
    attributes: { ...reader.attributes('fields'), ...(error && { 'exception.message': error }) },
    ...readIds(reader, 'trace_id', 'span_id'),
  }
}

/** Reads a log record of DagNats. */
export function readLog(reader: FieldReader): LogRecordData {
  const attributes: AttributeMap = reader.attributes('attributes')
  return {
    ...readSeverity(reader, 'severity'),
    body: reader.filled('body'),
    ...readTimes(reader),
    attributes,
    ...readIds(reader, 'traceId', 'spanId'),
  }
}

function readSeverity(reader: FieldReader, name: string) {
  const severityText = reader.text(name)
  const severityNumber = SEVERITIES.get(severityText.toLowerCase()) ?? 0
  return { severityNumber, ...(severityText && { severityText }) }
}

const SEVERITIES: ReadonlyMap<string, number> = new Map([
  ['trace', 1],
  ['debug', 5],
  ['info', 9],
  ['warn', 13],
  ['warning', 13],
  ['error', 17],
  ['fatal', 21],
])

// DagNats publishes a record when it is made, so both times are the same.
function readTimes(reader: FieldReader) {
  const timeUnixNano = reader.time('timestamp')
  return { timeUnixNano, observedTimeUnixNano: timeUnixNano }
}

function readIds(reader: FieldReader, traceName: string, spanName: string) {
  const traceId = reader.optionalId(traceName, 32)
  const spanId = reader.optionalId(spanName, 16)
  return { ...(traceId && { traceId }), ...(spanId && { spanId }) }
}
