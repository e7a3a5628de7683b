import {
  SPAN_KINDS,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
} from './model.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import { isGiven, STATUS_CODES } from './status-codes.ts'
import { writeAttributes } from './write-attributes.ts'

/**
 * The bytes of OTLP's `Span` message, without the field number and the length that frame it.
 *
 * Spans can so be encoded one by one as they end, and sent later with `encodeTraceRequest`. The
 * bytes are part of a larger buffer that many spans share: copy those that are kept for long.
 */
export function encodeSpan(span: SpanData): Uint8Array<ArrayBuffer> {
  shared.reset()
  writeSpan(shared, span)
  return shared.finish()
}

/** Writes the fields of OTLP's `Span` message. */
export function writeSpan(writer: ProtobufWriter, span: SpanData): void {
  writer.hex(1, span.traceId)
  writer.hex(2, span.spanId)
  if (span.traceState) writer.string(3, span.traceState)
  if (span.parentSpanId) writer.hex(4, span.parentSpanId)
  if (span.name !== '') writer.string(5, span.name)
  if (span.kind !== 'unspecified') writer.uint32(6, SPAN_KINDS.indexOf(span.kind))
  if (span.startTimeUnixNano !== 0n) writer.fixed64(7, span.startTimeUnixNano)
  if (span.endTimeUnixNano !== 0n) writer.fixed64(8, span.endTimeUnixNano)
  writeAttributes(writer, 9, span.attributes)
  if (span.droppedAttributesCount) writer.uint32(10, span.droppedAttributesCount)
  for (const event of span.events) writer.message(11, writeEvent, event)
  if (span.droppedEventsCount) writer.uint32(12, span.droppedEventsCount)
  for (const link of span.links) writer.message(13, writeLink, link)
  if (span.droppedLinksCount) writer.uint32(14, span.droppedLinksCount)
  if (isGiven(span.status)) writer.message(15, writeStatus, span.status)
  if (span.flags) writer.fixed32(16, span.flags)
}

// Encoding is synchronous, so one writer serves every span; 64 KiB hold some 200 of them.
const shared = new ProtobufWriter(64 * 1024)

function writeEvent(writer: ProtobufWriter, event: SpanEvent): void {
  if (event.timeUnixNano !== 0n) writer.fixed64(1, event.timeUnixNano)
  if (event.name !== '') writer.string(2, event.name)
  writeAttributes(writer, 3, event.attributes)
  if (event.droppedAttributesCount) writer.uint32(4, event.droppedAttributesCount)
}

function writeLink(writer: ProtobufWriter, link: SpanLink): void {
  writer.hex(1, link.traceId)
  writer.hex(2, link.spanId)
  if (link.traceState) writer.string(3, link.traceState)
  writeAttributes(writer, 4, link.attributes)
  if (link.droppedAttributesCount) writer.uint32(5, link.droppedAttributesCount)
  if (link.flags) writer.fixed32(6, link.flags)
}

function writeStatus(writer: ProtobufWriter, status: SpanStatus): void {
  if (status.message) writer.string(2, status.message)
  if (status.code !== 'unset') writer.uint32(3, STATUS_CODES.indexOf(status.code))
}
