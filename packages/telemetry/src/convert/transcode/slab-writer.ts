import type { Nanos } from './nanos.ts'

/** Some bytes of a text. */
interface Slice {
  readonly from: number
  readonly to: number
}

/**
 * Writes messages of Protocol Buffers whose lengths are known, one behind another into buffers that
 * many of them share. The numbers of fields are at most 15.
 */
export class SlabWriter {
  #text: Uint8Array = new Uint8Array()
  #bytes: Uint8Array = new Uint8Array()
  #view: DataView = new DataView(this.#bytes.buffer)
  #start = 0
  #at = 0

  /** Begins a message of so many bytes, whose strings are slices of a text. */
  open(text: Uint8Array, length: number): void {
    this.#text = text
    if (this.#at + length > this.#bytes.length) {
      this.#bytes = new Uint8Array(Math.max(SLAB_BYTES, length))
      this.#view = new DataView(this.#bytes.buffer)
      this.#at = 0
    }
    this.#start = this.#at
  }

  /** What was written since the message was begun; it is never written to again. */
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#start, this.#at - this.#start)
  }

  /** The number of a field, and how long its content is, which is written next. */
  length(field: number, length: number): void {
    this.#bytes[this.#at++] = (field << 3) | 2
    this.#varint(length)
  }

  /** Fields that are encoded already, with their numbers. */
  fields(encoded: Uint8Array): void {
    this.#bytes.set(encoded, this.#at)
    this.#at += encoded.length
  }

  /** An id. */
  id(field: number, id: Uint8Array): void {
    const bytes = this.#bytes
    let at = this.#at
    bytes[at++] = (field << 3) | 2
    bytes[at++] = id.length
    for (let index = 0; index < id.length; index++) bytes[at++] = id[index] ?? 0
    this.#at = at
  }

  /** A string, unless it is empty. */
  string(field: number, { from, to }: Slice): void {
    if (from !== to) this.text(field, from, to)
  }

  /** A string, from one place of the text to another. */
  text(field: number, from: number, to: number): void {
    this.length(field, to - from)
    if (to - from > MAX_SHORT) this.fields(this.#text.subarray(from, to))
    else this.#copy(from, to)
  }

  /** A number from 0 to 127, unless it is 0. */
  enum(field: number, value: number): void {
    if (value === 0) return
    this.#bytes[this.#at++] = field << 3
    this.#bytes[this.#at++] = value
  }

  /** A whole number that is safe, also when it is 0. */
  int(field: number, value: number): void {
    this.#bytes[this.#at++] = field << 3
    if (value >= 0) this.#varint(value)
    else this.#negative(value)
  }

  /** A double. */
  double(field: number, value: number): void {
    this.#bytes[this.#at++] = (field << 3) | 1
    this.#view.setFloat64(this.#at, value, true)
    this.#at += 8
  }

  /** A `fixed64`. */
  time(field: number, { high, low }: Nanos): void {
    this.#bytes[this.#at++] = (field << 3) | 1
    this.#view.setUint32(this.#at, low, true)
    this.#view.setUint32(this.#at + 4, high, true)
    this.#at += 8
  }

  // For the little there is, a loop is quicker than to make a view of it for `set`.
  #copy(from: number, to: number): void {
    const bytes = this.#bytes
    const text = this.#text
    const offset = this.#at - from
    for (let index = from; index < to; index++) bytes[offset + index] = text[index] ?? 0
    this.#at = offset + to
  }

  #varint(value: number): void {
    let rest = value
    for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 0x80)) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80
    }
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
    this.#bytes[this.#at++] = rest
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value))
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80
    this.#bytes[this.#at++] = Number(rest)
  }
}

/** Holds some 200 spans: a part of it that is kept keeps all of it. */
const SLAB_BYTES = 64 * 1024
const MAX_SHORT = 64
