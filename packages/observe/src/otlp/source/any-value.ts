import { formatAttributes, type Json } from '../format-attributes.ts'
import { type JsonReader } from '../json-reader.ts'
import { type AnyValue } from '../model.ts'
import { parseAttributes } from '../parse-attributes.ts'
import { ProtobufReader } from '../protobuf-reader.ts'
import { ProtobufWriter } from '../protobuf-writer.ts'
import { newAttributes, readAttribute } from '../read-attributes.ts'

/** Reads OTLP's `AnyValue`, where it is the value of no attribute. */
export function readAnyValue(reader: ProtobufReader): AnyValue {
  const value = reader.bytes()
  const inner = new ProtobufReader(asAttribute(value))
  const attributes = newAttributes()
  inner.next()
  readAttribute(inner, attributes)
  reader.check(!inner.failed)
  return attributes[''] ?? null
}

/** Reads a value of OTLP/JSON, where it is the value of no attribute. */
export function parseAnyValue(reader: JsonReader, value: unknown): AnyValue {
  return parseAttributes(reader, [{ key: '', value }])[''] ?? null
}

/** A value as OTLP/JSON has it, where it is the value of no attribute. */
export function formatAnyValue(value: AnyValue): Json {
  const [attribute] = formatAttributes({ '': value })
  return isObject(attribute) ? (attribute['value'] ?? {}) : {}
}

// Only attributes are read elsewhere: the value becomes that of an attribute without a key.
function asAttribute(value: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter(value.length + 16)
  const attribute = writer.open(1)
  writer.bytes(2, value)
  writer.close(attribute)
  return writer.finish()
}

function isObject(json: Json | undefined): json is { readonly [key: string]: Json | undefined } {
  return typeof json === 'object' && !Array.isArray(json)
}
