import { setGiven, type Draft } from './draft.ts'
import type { JsonObject, JsonReader } from './json-reader.ts'
import {
  SPAN_KINDS,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
} from './model.ts'
import { parseAttributes } from './parse-attributes.ts'
import { STATUS_CODES } from './status-codes.ts'

/** Reads one span of OTLP/JSON. */
export function parseSpan(reader: JsonReader, json: JsonObject): SpanData {
  const span: Draft<SpanData> = {
    ...parseIds(reader, json),
    name: reader.string(json.name),
    kind: SPAN_KINDS[reader.enum(json.kind, KIND_NAMES)] ?? 'unspecified',
    startTimeUnixNano: reader.time(json.startTimeUnixNano),
    endTimeUnixNano: reader.time(json.endTimeUnixNano),
    attributes: parseAttributes(reader, json.attributes),
    events: reader.list(json.events, parseEvent),
    links: reader.list(json.links, parseLink),
    status: parseStatus(reader, reader.object(json.status)),
  }
  setGiven(span, 'parentSpanId', reader.hex(json.parentSpanId, 16))
  setGiven(span, 'traceState', reader.string(json.traceState))
  setGiven(span, 'flags', reader.uint32(json.flags))
  setGiven(span, 'droppedEventsCount', reader.uint32(json.droppedEventsCount))
  setGiven(span, 'droppedLinksCount', reader.uint32(json.droppedLinksCount))
  setGiven(span, 'droppedAttributesCount', reader.uint32(json.droppedAttributesCount))
  return span
}

const KIND_NAMES: readonly string[] = SPAN_KINDS.map((kind) => `SPAN_KIND_${kind.toUpperCase()}`)
const STATUS_NAMES = STATUS_CODES.map((code) => `STATUS_CODE_${code.toUpperCase()}`)

function parseEvent(reader: JsonReader, json: JsonObject): SpanEvent {
  const event: Draft<SpanEvent> = {
    name: reader.string(json.name),
    timeUnixNano: reader.time(json.timeUnixNano),
    attributes: parseAttributes(reader, json.attributes),
  }
  setGiven(event, 'droppedAttributesCount', reader.uint32(json.droppedAttributesCount))
  return event
}

function parseLink(reader: JsonReader, json: JsonObject): SpanLink {
  const link: Draft<SpanLink> = {
    ...parseIds(reader, json),
    attributes: parseAttributes(reader, json.attributes),
  }
  setGiven(link, 'traceState', reader.string(json.traceState))
  setGiven(link, 'flags', reader.uint32(json.flags))
  setGiven(link, 'droppedAttributesCount', reader.uint32(json.droppedAttributesCount))
  return link
}

function parseStatus(reader: JsonReader, json: JsonObject): SpanStatus {
  const code = STATUS_CODES[reader.enum(json.code, STATUS_NAMES)] ?? 'unset'
  const status: Draft<SpanStatus> = { code }
  setGiven(status, 'message', reader.string(json.message))
  return status
}

function parseIds(reader: JsonReader, json: JsonObject): Pick<SpanData, 'traceId' | 'spanId'> {
  const traceId = reader.hex(json.traceId, 32)
  const spanId = reader.hex(json.spanId, 16)
  reader.check(traceId !== '' && spanId !== '')
  return { traceId, spanId }
}
