import { doubleOf, intOf, isInt64 } from './any-number.ts'
import { decodeBase64 } from './base64.ts'
import { isPresent, type JsonObject, type JsonReader } from './json-reader.ts'
import type { AnyValue, AttributeMap } from './model.ts'
import { newAttributes } from './read-attributes.ts'

/** Reads a list of keys and values; of a key that comes twice the last value is kept. */
export function parseAttributes(reader: JsonReader, value: unknown): AttributeMap {
  const attributes = newAttributes()
  for (const [key, item] of reader.list(value, parseKeyValue)) attributes[key] = item
  return attributes
}

function parseKeyValue(
  reader: JsonReader,
  { key, value }: JsonObject,
): readonly [key: string, value: AnyValue] {
  return [reader.string(key), parseAnyValue(reader, reader.object(value))]
}

/** Reads a value of OTLP/JSON. */
export function parseAnyValue(reader: JsonReader, value: JsonObject): AnyValue {
  if (isPresent(value.stringValue)) return reader.string(value.stringValue)
  if (isPresent(value.boolValue)) return parseBool(reader, value.boolValue)
  if (isPresent(value.intValue)) return parseInt64(reader, value.intValue)
  if (isPresent(value.doubleValue)) return doubleOf(reader.double(value.doubleValue))
  if (isPresent(value.arrayValue)) {
    return reader.list(reader.object(value.arrayValue).values, parseAnyValue)
  }
  if (isPresent(value.kvlistValue)) {
    return parseAttributes(reader, reader.object(value.kvlistValue).values)
  }
  return isPresent(value.bytesValue) ? parseBytes(reader, value.bytesValue) : null
}

function parseBool(reader: JsonReader, value: unknown): boolean {
  reader.check(typeof value === 'boolean')
  return value === true
}

function parseInt64(reader: JsonReader, value: unknown): number | bigint {
  const integer = reader.integer(value)
  reader.check(isInt64(integer))
  return intOf(integer)
}

function parseBytes(reader: JsonReader, value: unknown): Uint8Array {
  const bytes = decodeBase64(reader.string(value))
  reader.check(bytes !== undefined)
  return bytes ?? new Uint8Array(0)
}
