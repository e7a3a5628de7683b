import type { EncodedSource } from '@hopscope/observe/otlp'
import { BOOL, DOUBLE, INT, TEXT, type AttributeSlots } from './attribute-slots.ts'
import { SlabWriter } from './slab-writer.ts'
import type { EventSlot, SpanSlots, TextSlot } from './span-slots.ts'
import { fieldBytes } from './varint.ts'

/**
 * Writes the request that holds a span, whose parts are at places of a text.
 *
 * How long everything is was found out with the places, so nothing is moved once it is written.
 */
export function writeSpan(text: Uint8Array, span: SpanSlots, source: EncodedSource): Uint8Array {
  const spanBytes = sizeOfSpan(span)
  const scopeBytes = source.scope.length + fieldBytes(spanBytes)
  const sourceBytes = source.resource.length + fieldBytes(scopeBytes)
  out.open(text, fieldBytes(sourceBytes))
  out.length(1, sourceBytes)
  out.fields(source.resource)
  out.length(2, scopeBytes)
  out.fields(source.scope)
  out.length(2, spanBytes)
  out.id(1, span.traceId)
  out.id(2, span.spanId)
  out.string(3, span.traceState)
  if (span.hasParent) out.id(4, span.parentSpanId)
  out.string(5, span.name)
  out.enum(6, span.kind)
  out.time(7, span.start)
  if (span.hasEnd) out.time(8, span.end)
  writeAttributes(9, span.attributes, 0, span.ownAttributes)
  for (const event of span.events()) writeEvent(span.attributes, event)
  writeStatus(span)
  return out.finish()
}

// Encoding is synchronous, so one writer serves every span.
const out = new SlabWriter()

const ID_BYTES = 2 + 16 + 2 + 8
const PARENT_BYTES = 2 + 8
const TIME_BYTES = 1 + 8

function sizeOfSpan(span: SpanSlots): number {
  let size =
    ID_BYTES +
    sizeOfText(span.traceState) +
    sizeOfText(span.name) +
    sizeOfEnum(span.kind) +
    TIME_BYTES
  if (span.hasParent) size += PARENT_BYTES
  if (span.hasEnd) size += TIME_BYTES
  size += span.attributeBytes
  for (const event of span.events()) size += fieldBytes(sizeOfEvent(event))
  const status = sizeOfStatus(span)
  return status === 0 ? size : size + fieldBytes(status)
}

function sizeOfText({ from, to }: TextSlot): number {
  return from === to ? 0 : fieldBytes(to - from)
}

function sizeOfEnum(value: number): number {
  return value === 0 ? 0 : 2
}

function sizeOfEvent({ name, attributeBytes }: EventSlot): number {
  return TIME_BYTES + sizeOfText(name) + attributeBytes
}

function sizeOfStatus({ status, message }: SpanSlots): number {
  return sizeOfText(message) + sizeOfEnum(status)
}

function writeEvent(attributes: AttributeSlots, event: EventSlot): void {
  out.length(11, sizeOfEvent(event))
  out.time(1, event.time)
  out.string(2, event.name)
  writeAttributes(3, attributes, event.first, event.last)
}

function writeStatus(span: SpanSlots): void {
  const size = sizeOfStatus(span)
  if (size === 0) return
  out.length(15, size)
  out.string(2, span.message)
  out.enum(3, span.status)
}

function writeAttributes(
  field: number,
  attributes: AttributeSlots,
  first: number,
  last: number,
): void {
  const { types, keyFrom, keyTo, textFrom, textTo, numbers, valueBytes, bytes } = attributes
  for (let at = first; at < last; at++) {
    out.length(field, bytes[at] ?? 0)
    out.text(1, keyFrom[at] ?? 0, keyTo[at] ?? 0)
    out.length(2, valueBytes[at] ?? 0)
    const type = types[at]
    if (type === TEXT) out.text(TEXT, textFrom[at] ?? 0, textTo[at] ?? 0)
    else if (type === INT || type === BOOL) out.int(type, numbers[at] ?? 0)
    else out.double(DOUBLE, numbers[at] ?? 0)
  }
}
