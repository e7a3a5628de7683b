/** A field of a Protocol Buffers message. */
export interface ProtoField {
  readonly number: number
  /** Of a varint; 0 otherwise. */
  readonly integer: bigint
  /** Of a string, bytes or a message; empty otherwise. */
  readonly bytes: Uint8Array
}

/** The fields of a small message, one after another; `undefined` when it is malformed. */
export function protoFields(message: Uint8Array): readonly ProtoField[] | undefined {
  const fields: ProtoField[] = []
  let at = 0
  while (at < message.length) {
    const tag = varint(message, at)
    if (!tag) return undefined
    const value = readValue(message, tag.end, Number(tag.value & 7n))
    if (!value || value.end > message.length) return undefined
    fields.push({ number: Number(tag.value >> 3n), integer: value.integer, bytes: value.bytes })
    at = value.end
  }
  return fields
}

function readValue(message: Uint8Array, at: number, wireType: number) {
  if (wireType === 1) return { integer: 0n, bytes: EMPTY, end: at + 8 }
  if (wireType === 5) return { integer: 0n, bytes: EMPTY, end: at + 4 }
  if (wireType !== 0 && wireType !== 2) return undefined
  const number = varint(message, at)
  if (!number) return undefined
  if (wireType === 0) return { integer: number.value, bytes: EMPTY, end: number.end }
  const end = number.end + Number(number.value)
  return { integer: 0n, bytes: message.subarray(number.end, end), end }
}

function varint(message: Uint8Array, start: number) {
  let value = 0n
  for (let at = start; at < message.length && at - start < 10; at++) {
    const byte = message[at] ?? 0
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start))
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: at + 1 }
  }
  return undefined
}

const EMPTY = new Uint8Array()
