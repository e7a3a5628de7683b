/** One field of a message, as it stands in it. */
export interface ProtobufField {
  readonly number: number
  /** Its tag, its length if it has one, and its value. */
  readonly raw: Uint8Array
  /** Its value alone. */
  readonly value: Uint8Array
}

/** The fields of a message in their order; `undefined` when these bytes are none, or more than 50 000 fields. */
export function protobufFields(bytes: Uint8Array): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = []
  let at = 0
  while (at < bytes.length) {
    const tag = readVarint(bytes, at)
    const span = tag && spanOf(bytes, tag.end, tag.value & 7)
    if (!span || span.end > bytes.length || fields.length === MAX_FIELDS) return undefined
    const { start, end } = span
    const raw = bytes.subarray(at, end)
    fields.push({ number: tag.value >>> 3, raw, value: bytes.subarray(start, end) })
    at = end
  }
  return fields
}

/** A field whose value has a length: a text, or a message. */
export function lengthField(number: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([varint(number * 8 + LENGTH), varint(value.length), value])
}

/** A field whose value is a number, up to 2^53. */
export function numberField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number * 8 + VARINT), varint(value)])
}

// Of fields of two bytes each, there would be a hundred times their size in memory.
const MAX_FIELDS = 50_000
const VARINT = 0
const FIXED_64 = 1
const LENGTH = 2
const FIXED_32 = 5

interface Varint {
  readonly value: number
  readonly end: number
}

// Tags and lengths have five bytes at the most.
function readVarint(bytes: Uint8Array, at: number): Varint | undefined {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return undefined
}

function spanOf(
  bytes: Uint8Array,
  start: number,
  wireType: number,
): { readonly start: number; readonly end: number } | undefined {
  switch (wireType) {
    case VARINT: {
      const length = bytes.subarray(start, start + 10).findIndex((byte) => byte < 0x80) + 1
      return length > 0 ? { start, end: start + length } : undefined
    }
    case FIXED_64:
      return { start, end: start + 8 }
    case FIXED_32:
      return { start, end: start + 4 }
    case LENGTH: {
      const length = readVarint(bytes, start)
      return length && { start: length.end, end: length.end + length.value }
    }
    default:
      return undefined
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.from([...bytes, rest])
}
