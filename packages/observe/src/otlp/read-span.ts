import { setGiven, type Draft } from './draft.ts'
import {
  SPAN_KINDS,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
} from './model.ts'
import type { ProtobufReader } from './protobuf-reader.ts'
import { newAttributes, readAttribute } from './read-attributes.ts'
import { STATUS_CODES } from './status-codes.ts'

/** Reads the fields of OTLP's `Span` message. */
export function readSpan(reader: ProtobufReader): SpanData {
  const attributes = newAttributes()
  const events: SpanEvent[] = []
  const links: SpanLink[] = []
  const span: Draft<SpanData> = { ...EMPTY_SPAN, attributes, events, links }
  while (reader.next()) {
    const { field } = reader
    if (field === 1) span.traceId = reader.hex(16)
    else if (field === 2) span.spanId = reader.hex(8)
    else if (field === 3) setGiven(span, 'traceState', reader.string())
    else if (field === 4) setGiven(span, 'parentSpanId', reader.hex(8))
    else if (field === 5) span.name = reader.string()
    else if (field === 6) span.kind = SPAN_KINDS[reader.uint32()] ?? 'unspecified'
    else if (field === 7) span.startTimeUnixNano = reader.fixed64()
    else if (field === 8) span.endTimeUnixNano = reader.fixed64()
    else if (field === 9) readAttribute(reader, attributes)
    else if (field === 10) setGiven(span, 'droppedAttributesCount', reader.uint32())
    else if (field === 11) events.push(reader.message(readEvent))
    else if (field === 12) setGiven(span, 'droppedEventsCount', reader.uint32())
    else if (field === 13) links.push(reader.message(readLink))
    else if (field === 14) setGiven(span, 'droppedLinksCount', reader.uint32())
    else if (field === 15) span.status = reader.message(readStatus)
    else if (field === 16) setGiven(span, 'flags', reader.fixed32())
    else reader.skip()
  }
  reader.check(span.traceId !== '' && span.spanId !== '')
  return span
}

const EMPTY_SPAN: SpanData = {
  traceId: '',
  spanId: '',
  name: '',
  kind: 'unspecified',
  startTimeUnixNano: 0n,
  endTimeUnixNano: 0n,
  attributes: {},
  events: [],
  links: [],
  status: { code: 'unset' },
}

function readEvent(reader: ProtobufReader): SpanEvent {
  const attributes = newAttributes()
  const event: Draft<SpanEvent> = { name: '', timeUnixNano: 0n, attributes }
  while (reader.next()) {
    if (reader.field === 1) event.timeUnixNano = reader.fixed64()
    else if (reader.field === 2) event.name = reader.string()
    else if (reader.field === 3) readAttribute(reader, attributes)
    else if (reader.field === 4) setGiven(event, 'droppedAttributesCount', reader.uint32())
    else reader.skip()
  }
  return event
}

function readLink(reader: ProtobufReader): SpanLink {
  const attributes = newAttributes()
  const link: Draft<SpanLink> = { traceId: '', spanId: '', attributes }
  while (reader.next()) {
    if (reader.field === 1) link.traceId = reader.hex(16)
    else if (reader.field === 2) link.spanId = reader.hex(8)
    else if (reader.field === 3) setGiven(link, 'traceState', reader.string())
    else if (reader.field === 4) readAttribute(reader, attributes)
    else if (reader.field === 5) setGiven(link, 'droppedAttributesCount', reader.uint32())
    else if (reader.field === 6) setGiven(link, 'flags', reader.fixed32())
    else reader.skip()
  }
  reader.check(link.traceId !== '' && link.spanId !== '')
  return link
}

function readStatus(reader: ProtobufReader): SpanStatus {
  const status: Draft<SpanStatus> = { code: 'unset' }
  while (reader.next()) {
    if (reader.field === 2) setGiven(status, 'message', reader.string())
    else if (reader.field === 3) status.code = STATUS_CODES[reader.uint32()] ?? 'unset'
    else reader.skip()
  }
  return status
}
