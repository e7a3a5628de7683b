import { setGiven, type Draft } from '../draft.ts'
import { parseFrames } from '../frames/parse-frames.ts'
import type { JsonObject, JsonReader } from '../json-reader.ts'
import { parseAnyValue, parseAttributes } from '../parse-attributes.ts'
import { LOG_FRAME } from './log-frame.ts'
import type { LogData, LogRecordData } from './model.ts'

/**
 * Reads log records of OTLP/JSON; `undefined` when it is malformed.
 *
 * Ids may be in hex of either case, and 64-bit integers numbers or strings. Fields that are not known
 * are ignored.
 *
 * @param json the text, or what is parsed of it, whose integers may be `bigint`s
 */
export function parseLogsJson(json: string | JsonObject): LogData | undefined {
  const resourceLogs = parseFrames(json, LOG_FRAME, parseLogRecord)
  return resourceLogs && { resourceLogs }
}

function parseLogRecord(reader: JsonReader, json: JsonObject): LogRecordData {
  const record: Draft<LogRecordData> = {
    timeUnixNano: reader.time(json.timeUnixNano),
    observedTimeUnixNano: reader.time(json.observedTimeUnixNano),
    severityNumber: parseSeverity(reader, json.severityNumber),
    body: parseAnyValue(reader, reader.object(json.body)),
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
