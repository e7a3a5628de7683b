import type { EncodedSource } from './encode-source.ts'
import { SPAN_KINDS, type SpanKind } from './model.ts'
import { ProtobufWriter, type Utf8Slice } from './protobuf-writer.ts'
import { writeAnyValue } from './write-attributes.ts'

export { type Utf8Slice }

/** A span id as two numbers of 32 bits, which are quicker to come by and to write than hex digits. */
export interface SpanIdBits {
  readonly high: number
  readonly low: number
}

/**
 * Writes OTLP's `ExportTraceServiceRequest` span by span, without any data in between.
 *
 * It is for converters in which to build a `SpanData` for each span would take longer than to find
 * out what is in it. The bytes are those of `encodeTraces` for the same spans, if the fields of a
 * span are written in the order of this class's methods, and each attribute once.
 */
export class TraceWriter {
  readonly #out: ProtobufWriter
  #source = 0
  #scope = 0
  #span = 0
  #event = 0
  #attributeField = SPAN_ATTRIBUTES

  /** @param initialBytes What there is room for at first; a buffer that is full is copied. */
  constructor(initialBytes: number) {
    this.#out = new ProtobufWriter(initialBytes)
  }

  /** The request. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#out.finish()
  }

  /** Writes a whole request, whose spans are joined to those of this one. */
  request(encoded: Uint8Array): void {
    this.#out.fields(encoded)
  }

  /** Begins the spans of a resource and scope. */
  openSource(source: EncodedSource): void {
    this.#source = this.#out.open(1, LONG)
    this.#out.fields(source.resource)
    this.#scope = this.#out.open(2, LONG)
    this.#out.fields(source.scope)
  }

  closeSource(): void {
    this.#out.close(this.#scope, LONG)
    this.#out.close(this.#source, LONG)
  }

  /** Begins a span of a trace, whose id is 16 bytes; without a parent it is the trace's root. */
  openSpan(traceId: Uint8Array, spanId: SpanIdBits, parentSpanId?: SpanIdBits): void {
    this.#span = this.#out.open(2, LONG)
    this.#out.bytes(1, traceId)
    this.#out.bytes64(2, spanId.high, spanId.low)
    if (parentSpanId) this.#out.bytes64(4, parentSpanId.high, parentSpanId.low)
  }

  /** The span's name, in two parts. */
  name(first: Uint8Array, second: Utf8Slice): void {
    this.#out.joined(5, first, second)
  }

  /** The span's kind, and when it began and ended in nanoseconds since 1970. */
  kindAndTimes(kind: SpanKind, startTimeUnixNano: bigint, endTimeUnixNano: bigint): void {
    if (kind !== 'unspecified') this.#out.uint32(6, SPAN_KINDS.indexOf(kind))
    if (startTimeUnixNano !== 0n) this.#out.fixed64(7, startTimeUnixNano)
    if (endTimeUnixNano !== 0n) this.#out.fixed64(8, endTimeUnixNano)
  }

  /** Attributes that `encodeSpanAttributes` or, in an event, `encodeEventAttributes` made. */
  attributes(encoded: Uint8Array): void {
    this.#out.fields(encoded)
  }

  /** A string that is UTF-8 already, by the key that `encodeKey` made. */
  text(key: Uint8Array, value: Utf8Slice): void {
    this.#out.keyAndText(this.#attributeField, key, value)
  }

  /** A string or a whole number, by the key that `encodeKey` made. */
  attribute(key: Uint8Array, value: string | number): void {
    const keyValue = this.#out.open(this.#attributeField)
    this.#out.fields(key)
    this.#out.message(2, writeAnyValue, value)
    this.#out.close(keyValue)
  }

  /** Begins an event of the span; its attributes come next. */
  openEvent(name: string, timeUnixNano: bigint): void {
    this.#event = this.#out.open(11)
    if (timeUnixNano !== 0n) this.#out.fixed64(1, timeUnixNano)
    if (name !== '') this.#out.string(2, name)
    this.#attributeField = EVENT_ATTRIBUTES
  }

  closeEvent(): void {
    this.#out.close(this.#event)
    this.#attributeField = SPAN_ATTRIBUTES
  }

  /** Ends the span, with its flags. */
  closeSpan(flags: number): void {
    if (flags !== 0) this.#out.fixed32(16, flags)
    this.#out.close(this.#span, LONG)
  }
}

const SPAN_ATTRIBUTES = 9
const EVENT_ATTRIBUTES = 3

// Spans, and so what frames them, are longer than 127 bytes and shorter than 16 KiB as a rule.
const LONG = 2
