import { writeResource, writeScope } from './frames/write-source.ts'
import type { AttributeMap, Resource, Scope } from './model.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import { writeAttributes } from './write-attributes.ts'

/** Who made spans, as bytes that a `TraceWriter` writes as often as it takes. */
export interface EncodedSource {
  /** The field `resource` of OTLP's `ResourceSpans`. */
  readonly resource: Uint8Array
  /** The field `scope` of OTLP's `ScopeSpans`. */
  readonly scope: Uint8Array
}

/** Encodes who made spans, for a `TraceWriter`. */
export function encodeSource(resource: Resource, scope: Scope): EncodedSource {
  const writer = new ProtobufWriter()
  writer.message(1, writeResource, resource)
  const encodedResource = writer.finish()
  writer.message(1, writeScope, scope)
  return { resource: encodedResource, scope: writer.finish() }
}

/** Encodes attributes of spans, for a `TraceWriter`. */
export function encodeSpanAttributes(attributes: AttributeMap): Uint8Array {
  return encodeAttributes(9, attributes)
}

/** Encodes attributes of events of spans, for a `TraceWriter`. */
export function encodeEventAttributes(attributes: AttributeMap): Uint8Array {
  return encodeAttributes(3, attributes)
}

/** Encodes the key of an attribute whose value changes, for a `TraceWriter`. */
export function encodeKey(key: string): Uint8Array {
  const writer = new ProtobufWriter()
  if (key !== '') writer.string(1, key)
  return writer.finish()
}

function encodeAttributes(field: number, attributes: AttributeMap): Uint8Array {
  const writer = new ProtobufWriter()
  writeAttributes(writer, field, attributes)
  return writer.finish()
}
