import { setGiven, type Draft } from '../draft.ts'
import { JsonReader, type JsonObject } from '../json-reader.ts'
import { parseAttributes } from '../parse-attributes.ts'
import { parseAnyValue } from '../source/any-value.ts'
import { parseJson, parseResource, parseScope, parseTime } from '../source/parse-source.ts'
import { type LogData, type LogRecordData, type ResourceLogs, type ScopeLogs } from './model.ts'

/**
 * Reads log records of OTLP/JSON; `undefined` when it is malformed.
 *
 * Ids may be in hex of either case, and 64-bit integers numbers or strings. Fields that are not known
 * are ignored.
 */
export function parseLogsJson(text: string): LogData | undefined {
  const reader = new JsonReader()
  const { resourceLogs } = reader.object(parseJson(text))
  const data = { resourceLogs: reader.list(resourceLogs, parseResourceLogs) }
  return reader.failed ? undefined : data
}

function parseResourceLogs(reader: JsonReader, json: JsonObject): ResourceLogs {
  const data: Draft<ResourceLogs> = {
    resource: parseResource(reader, json.resource),
    scopeLogs: reader.list(json.scopeLogs, parseScopeLogs),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseScopeLogs(reader: JsonReader, json: JsonObject): ScopeLogs {
  const data: Draft<ScopeLogs> = {
    scope: parseScope(reader, json.scope),
    logRecords: reader.list(json.logRecords, parseLogRecord),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseLogRecord(reader: JsonReader, json: JsonObject): LogRecordData {
  const record: Draft<LogRecordData> = {
    timeUnixNano: parseTime(reader, json.timeUnixNano),
    observedTimeUnixNano: parseTime(reader, json.observedTimeUnixNano),
    severityNumber: parseSeverity(reader, json.severityNumber),
    body: parseAnyValue(reader, json.body),
    attributes: parseAttributes(reader, json.attributes),
  }
  setGiven(record, 'severityText', reader.string(json.severityText))
  setGiven(record, 'droppedAttributesCount', reader.uint32(json.droppedAttributesCount))
  setGiven(record, 'flags', reader.uint32(json.flags))
  setGiven(record, 'traceId', reader.hex(json.traceId, 32))
  setGiven(record, 'spanId', reader.hex(json.spanId, 16))
  setGiven(record, 'eventName', reader.string(json.eventName))
  return record
}

// OTLP/JSON has numbers only; Protocol Buffers' own JSON, which others send, has names.
function parseSeverity(reader: JsonReader, value: unknown): number {
  if (typeof value !== 'string') return reader.uint32(value)
  const [, name = '', step = '1'] = /^SEVERITY_NUMBER_([A-Z]+)([2-4]?)$/.exec(value) ?? []
  const at = SEVERITIES.indexOf(name)
  return at < 0 ? reader.uint32(value) : at * 4 + Number(step === '' ? '1' : step)
}

const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
