import { isInt, isInt64 } from './any-number.ts'
import { Double, type AnyValue, type AttributeMap } from './model.ts'
import type { ProtobufWriter } from './protobuf-writer.ts'

/** Writes attributes as repeated `KeyValue` messages of a field. */
export function writeAttributes(
  writer: ProtobufWriter,
  field: number,
  attributes: AttributeMap,
): void {
  for (const key of Object.keys(attributes)) {
    const keyValue = writer.open(field)
    if (key !== '') writer.string(1, key)
    writer.message(2, writeAnyValue, attributes[key] ?? null)
    writer.close(keyValue)
  }
}

/** Writes the fields of OTLP's `AnyValue` message. */
export function writeAnyValue(writer: ProtobufWriter, value: AnyValue): void {
  // A oneof: a value is written even when it is its type's default. Nothing is `null`.
  if (typeof value === 'string') {
    writer.string(1, value)
  } else if (typeof value === 'boolean') {
    writer.uint32(2, value ? 1 : 0)
  } else if (typeof value === 'number') {
    if (isInt(value)) writer.int64(3, value)
    else writer.double(4, value)
  } else if (typeof value === 'bigint') {
    if (isInt64(value)) writer.int64(3, value)
    else writer.string(1, value.toString())
  } else if (typeof value === 'object' && value !== null) {
    writeObject(writer, value)
  }
}

function writeObject(writer: ProtobufWriter, value: AnyValue & object): void {
  if (value instanceof Double) writer.double(4, value.value)
  else if (value instanceof Uint8Array) writer.bytes(7, value)
  else if (isArray(value)) writer.message(5, writeArray, value)
  else writer.message(6, writeKeyValueList, value)
}

function writeArray(writer: ProtobufWriter, values: readonly AnyValue[]): void {
  for (const value of values) writer.message(1, writeAnyValue, value)
}

function writeKeyValueList(writer: ProtobufWriter, values: AttributeMap): void {
  writeAttributes(writer, 1, values)
}

function isArray(value: AnyValue & object): value is readonly AnyValue[] {
  return Array.isArray(value)
}
