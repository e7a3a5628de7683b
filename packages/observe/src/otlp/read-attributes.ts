import { doubleOf } from './any-number.ts'
import type { AnyValue, AttributeMap } from './model.ts'
import type { ProtobufReader } from './protobuf-reader.ts'

/** Attributes as they are read: without a prototype, so that no key is special. */
export interface ReadAttributes {
  [key: string]: AnyValue
}

/** An empty set of attributes to read into. */
export function newAttributes(): ReadAttributes {
  return Object.create(null) as ReadAttributes
}

/** Reads one `KeyValue` message into attributes; of a key that comes twice the last value is kept. */
export function readAttribute(reader: ProtobufReader, into: ReadAttributes): void {
  const [key, value] = reader.message(readKeyValue)
  into[key] = value
}

function readKeyValue(reader: ProtobufReader): readonly [key: string, value: AnyValue] {
  let key = ''
  let value: AnyValue = null
  while (reader.next()) {
    if (reader.field === 1) key = reader.string()
    else if (reader.field === 2) value = reader.message(readAnyValue)
    else reader.skip()
  }
  return [key, value]
}

/** Reads the fields of OTLP's `AnyValue` message. */
export function readAnyValue(reader: ProtobufReader): AnyValue {
  let value: AnyValue = null
  while (reader.next()) {
    if (reader.field === 1) value = reader.string()
    else if (reader.field === 2) value = reader.bool()
    else if (reader.field === 3) value = reader.int64()
    else if (reader.field === 4) value = doubleOf(reader.double())
    else if (reader.field === 5) value = reader.message(readArray)
    else if (reader.field === 6) value = reader.message(readKeyValueList)
    else if (reader.field === 7) value = reader.bytes()
    else reader.skip()
  }
  return value
}

function readArray(reader: ProtobufReader): readonly AnyValue[] {
  const values: AnyValue[] = []
  while (reader.next()) {
    if (reader.field === 1) values.push(reader.message(readAnyValue))
    else reader.skip()
  }
  return values
}

function readKeyValueList(reader: ProtobufReader): AttributeMap {
  const values = newAttributes()
  while (reader.next()) {
    if (reader.field === 1) readAttribute(reader, values)
    else reader.skip()
  }
  return values
}
