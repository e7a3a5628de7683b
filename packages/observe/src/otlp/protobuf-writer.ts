/**
 * Writes Protocol Buffers messages, field by field in the order of the calls, into one buffer that
 * grows.
 *
 * Fields that have their default value are the caller's to leave out.
 */
export class ProtobufWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #view: DataView
  readonly #initialBytes: number
  #start = 0
  #at = 0
  #depth = 0

  /** @param initialBytes What the buffer has room for at first, and whenever it is full. */
  constructor(initialBytes: number = INITIAL_BYTES) {
    this.#initialBytes = initialBytes
    this.#bytes = new Uint8Array(initialBytes)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /**
   * What was written since the last call; the next message is written behind it.
   *
   * It is a view into the buffer, which is never written to again at that place and lives as long
   * as any of its views: a copy for each message would cost more than writing the message.
   */
  finish(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.subarray(this.#start, this.#at)
    this.#start = this.#at
    return written
  }

  /** Forgets what was written and not finished. */
  reset(): void {
    this.#at = this.#start
    this.#depth = 0
  }

  /** An `uint32`, an enum or a bool: a whole number from 0 to 2^32 - 1. */
  uint32(field: number, value: number): void {
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES)
    this.#tag(field, 0)
    this.#varint(value >>> 0)
  }

  /** An `int64`; a number must be a safe integer. */
  int64(field: number, value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value <= 0xffff_ffff) {
      this.uint32(field, value)
      return
    }
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES)
    this.#tag(field, 0)
    let rest = BigInt.asUintN(64, BigInt(value))
    while (rest > 0x7fn) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#bytes[this.#at++] = Number(rest)
  }

  /** A `fixed32`: a whole number from 0 to 2^32 - 1. */
  fixed32(field: number, value: number): void {
    this.#reserve(MAX_TAG_BYTES + 4)
    this.#tag(field, 5)
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  /** A `fixed64`; of a wider value the low 64 bits. */
  fixed64(field: number, value: bigint): void {
    this.#reserve(MAX_TAG_BYTES + 8)
    this.#tag(field, 1)
    this.#view.setBigUint64(this.#at, value, true)
    this.#at += 8
  }

  /** A `double`. */
  double(field: number, value: number): void {
    this.#reserve(MAX_TAG_BYTES + 8)
    this.#tag(field, 1)
    this.#view.setFloat64(this.#at, value, true)
    this.#at += 8
  }

  /** A `string`, as UTF-8. */
  string(field: number, value: string): void {
    // A UTF-16 unit is three bytes of UTF-8 at the most.
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES + value.length * 3)
    this.#tag(field, 2)
    const reserved = varintBytes(value.length)
    const start = this.#at + reserved
    this.#at = start
    if (value.length > MAX_SHORT || !this.#shortAscii(value)) {
      this.#at = start + encoder.encodeInto(value, this.#bytes.subarray(start)).written
    }
    this.#closeLength(start - this.#start, reserved)
  }

  /** A `bytes` field, or a message that is encoded already. */
  bytes(field: number, value: Uint8Array): void {
    this.lengthPrefix(field, value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** Fields that are encoded already, with their numbers. */
  fields(encoded: Uint8Array): void {
    this.#reserve(encoded.length)
    this.#bytes.set(encoded, this.#at)
    this.#at += encoded.length
  }

  /** A `bytes` field of the eight bytes of two halves. */
  bytes64(field: number, high: number, low: number): void {
    this.#reserve(MAX_TAG_BYTES + 9)
    this.#tag(field, 2)
    this.#varint(8)
    this.#view.setInt32(this.#at, high)
    this.#view.setInt32(this.#at + 4, low)
    this.#at += 8
  }

  /**
   * A message with the fields `encoded` and with a second field, which is a message with a string
   * as its first field: OTLP's `KeyValue`.
   */
  keyAndText(field: number, encoded: Uint8Array, text: Utf8Slice): void {
    const length = text.end - text.start
    const valueLength = 1 + varintBytes(length) + length
    const total = encoded.length + 1 + varintBytes(valueLength) + valueLength
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES + total)
    this.#tag(field, 2)
    this.#varint(total)
    this.#bytes.set(encoded, this.#at)
    this.#at += encoded.length
    this.#tag(2, 2)
    this.#varint(valueLength)
    this.#tag(1, 2)
    this.#varint(length)
    this.#copy(text)
  }

  /** A `string` of two parts. */
  joined(field: number, first: Uint8Array, second: Utf8Slice): void {
    const length = first.length + second.end - second.start
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES + length)
    this.#tag(field, 2)
    this.#varint(length)
    this.#bytes.set(first, this.#at)
    this.#at += first.length
    this.#copy(second)
  }

  /** A `bytes` field from hex digits. */
  hex(field: number, digits: string): void {
    const length = digits.length >> 1
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES + length)
    this.#tag(field, 2)
    this.#varint(length)
    const bytes = this.#bytes
    const start = this.#at
    for (let at = 0; at < length; at++) {
      const high = nibble(digits.charCodeAt(at * 2))
      bytes[start + at] = (high << 4) | nibble(digits.charCodeAt(at * 2 + 1))
    }
    this.#at = start + length
  }

  /** The field number and length of a message whose fields are written next. */
  lengthPrefix(field: number, lengthBytes: number): void {
    this.#reserve(MAX_TAG_BYTES + MAX_VARINT_BYTES)
    this.#tag(field, 2)
    this.#varint(lengthBytes)
  }

  /** A message, whose fields `write` writes; below a depth of 90 it stays empty. */
  message<T>(field: number, write: (writer: ProtobufWriter, value: T) => void, value: T): void {
    const offset = this.open(field)
    if (this.#depth <= MAX_DEPTH) write(this, value)
    this.close(offset)
  }

  /**
   * Begins a message whose fields are written next; the result is for {@link ProtobufWriter.close}.
   *
   * @param lengthBytes how many bytes its length is to take: another number is right, and slower
   */
  open(field: number, lengthBytes = 1): number {
    this.#reserve(MAX_TAG_BYTES + lengthBytes)
    this.#tag(field, 2)
    this.#depth++
    this.#at += lengthBytes
    return this.#at - this.#start
  }

  /** Ends the message that was opened last, with the `lengthBytes` with which it was. */
  close(offset: number, lengthBytes = 1): void {
    this.#depth--
    this.#closeLength(offset, lengthBytes)
  }

  #tag(field: number, wireType: number): void {
    this.#varint((field << 3) | wireType)
  }

  #varint(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#at++] = rest
  }

  // Most messages are shorter than the 128 bytes that one length byte covers; a longer one is
  // moved by the byte or two that its length takes more, which costs less than measuring first.
  #closeLength(offset: number, reserved: number): void {
    const length = this.#at - this.#start - offset
    const moved = varintBytes(length) - reserved
    if (moved > 0) this.#reserve(moved)
    const start = this.#start + offset
    if (moved !== 0) this.#bytes.copyWithin(start + moved, start, this.#at)
    this.#at = start - reserved
    this.#varint(length)
    this.#at += length
  }

  // For the little there is, a loop is quicker than to make a view of it for `set`.
  #copy({ bytes: from, start, end }: Utf8Slice): void {
    const bytes = this.#bytes
    const offset = this.#at - start
    for (let at = start; at < end; at++) bytes[offset + at] = from[at] ?? 0
    this.#at += end - start
  }

  // For short strings a loop is quicker than the way into the encoder and back.
  #shortAscii(value: string): boolean {
    const bytes = this.#bytes
    const start = this.#at
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at)
      if (code > 0x7f) return false
      bytes[start + at] = code
    }
    this.#at = start + value.length
    return true
  }

  // What is unfinished moves to a new buffer; what is finished stays where its views are.
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    const unfinished = this.#bytes.subarray(this.#start, this.#at)
    const needed = unfinished.length + bytes
    this.#bytes = new Uint8Array(Math.max(this.#initialBytes, needed * 2))
    this.#view = new DataView(this.#bytes.buffer)
    this.#bytes.set(unfinished)
    this.#start = 0
    this.#at = unfinished.length
  }
}

/** A string that is UTF-8 already, from `start` to `end` in some bytes. */
export interface Utf8Slice {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** How many bytes a whole number from 0 to 2^32 - 1 takes as a varint. */
export function varintBytes(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  return value < 0x1000_0000 ? 4 : 5
}

const INITIAL_BYTES = 1024
const MAX_TAG_BYTES = 5
const MAX_VARINT_BYTES = 10
const MAX_SHORT = 48

// Readers of Protocol Buffers give up at a depth of 100, and a span may be framed by three more.
const MAX_DEPTH = 90

const encoder = new TextEncoder()

function nibble(code: number): number {
  return code <= 0x39 ? code & 0xf : (code & 0xf) + 9
}
