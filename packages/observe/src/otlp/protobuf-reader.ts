import { BYTE_TO_HEX } from '../byte-to-hex.ts'

/**
 * Reads Protocol Buffers messages, field by field.
 *
 * It never throws and never reads outside its bytes: what is malformed ends the reading, gives
 * empty values and sets {@link ProtobufReader.failed}, which is to be asked once at the end.
 *
 * @example
 * while (reader.next()) {
 *   if (reader.field === 1) name = reader.string()
 *   else reader.skip()
 * }
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0
  #end: number
  #depth = 0
  #wireType = 0
  #field = 0
  #failed = false
  // The halves of the varint read last: BigInt would cost ten times as much.
  #low = 0
  #high = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#end = bytes.length
  }

  /** Whether anything was malformed. */
  get failed(): boolean {
    return this.#failed
  }

  /** The number of the field that {@link ProtobufReader.next} came to. */
  get field(): number {
    return this.#field
  }

  /** Goes to the next field of the message, whose value is then to be read or skipped. */
  next(): boolean {
    if (this.#failed || this.#at >= this.#end) return false
    const tag = this.#varint()
    this.#field = tag >>> 3
    this.#wireType = tag & 7
    if (this.#field === 0 || tag > 0xffff_ffff) this.#fail()
    return !this.#failed
  }

  /** An `uint32` or an enum: of a wider value the low 32 bits, as Protocol Buffers has it. */
  uint32(): number {
    if (this.#expect(0)) this.#varint()
    return this.#failed ? 0 : this.#low
  }

  /** A `bool`. */
  bool(): boolean {
    return this.#expect(0) && this.#varint() !== 0
  }

  /** An `int64`: a `bigint` where a number would not be exact. */
  int64(): number | bigint {
    if (!this.#expect(0)) return 0
    this.#varint()
    const value = (this.#high | 0) * TWO_32 + this.#low
    if (Number.isSafeInteger(value)) return value
    return (BigInt(this.#high | 0) << 32n) | BigInt(this.#low)
  }

  /** A `fixed32`. */
  fixed32(): number {
    return this.#expect(5) && this.#take(4) ? this.#view.getUint32(this.#at - 4, true) : 0
  }

  /** A `fixed64`. */
  fixed64(): bigint {
    return this.#expect(1) && this.#take(8) ? this.#view.getBigUint64(this.#at - 8, true) : 0n
  }

  /** A `double`. */
  double(): number {
    return this.#expect(1) && this.#take(8) ? this.#view.getFloat64(this.#at - 8, true) : 0
  }

  /** A `string`; what is not UTF-8 in it becomes U+FFFD. */
  string(): string {
    const length = this.#length()
    const end = this.#at
    // For short strings a loop is quicker than the way into the decoder and back.
    if (length > MAX_SHORT) return decoder.decode(this.#bytes.subarray(end - length, end))
    let text = ''
    for (let at = end - length; at < end; at++) {
      const code = this.#view.getUint8(at)
      if (code > 0x7f) return decoder.decode(this.#bytes.subarray(end - length, end))
      text += String.fromCharCode(code)
    }
    return text
  }

  /** A copy of a `bytes` field. */
  bytes(): Uint8Array<ArrayBuffer> {
    const length = this.#length()
    return new Uint8Array(this.#bytes.subarray(this.#at - length, this.#at))
  }

  /** A `bytes` field as lower-case hex digits; it must have the given length or be empty. */
  hex(length: number): string {
    const found = this.#length()
    this.check(found === length || found === 0)
    if (this.#failed) return ''
    let digits = ''
    for (let at = this.#at - found; at < this.#at; at++)
      digits += BYTE_TO_HEX[this.#view.getUint8(at)]
    return digits
  }

  /** A message, whose fields `read` reads; it gets this reader, kept within the message. */
  message<T>(read: (reader: ProtobufReader) => T): T {
    const length = this.#expect(2) ? this.#varint() : 0
    const start = this.#at
    const end = this.#end
    if (this.#depth === MAX_DEPTH || !this.#take(length)) {
      this.#fail()
      return read(this)
    }
    this.#at = start
    this.#end = start + length
    this.#depth++
    const value = read(this)
    this.#depth--
    this.#end = end
    return value
  }

  /** Passes over the value of a field that the reader does not know. */
  skip(): void {
    if (this.#wireType === 0) this.#varint()
    else if (this.#wireType === 1) this.#take(8)
    else if (this.#wireType === 2) this.#take(this.#varint())
    else if (this.#wireType === 3) this.#skipGroup()
    else if (this.#wireType === 5) this.#take(4)
    else this.#fail()
  }

  /** Makes the reading fail where what was read cannot be. */
  check(isValid: boolean): void {
    if (!isValid) this.#fail()
  }

  #skipGroup(): void {
    const group = this.#field
    this.#depth++
    if (this.#depth > MAX_DEPTH) this.#fail()
    while (this.next()) {
      if (this.#wireType === END_GROUP) {
        if (this.#field !== group) this.#fail()
        this.#depth--
        return
      }
      this.skip()
    }
    this.#fail()
  }

  // How many bytes the value has, which are passed over.
  #length(): number {
    const length = this.#expect(2) ? this.#varint() : 0
    return this.#take(length) ? length : 0
  }

  #expect(wireType: number): boolean {
    if (this.#wireType !== wireType) this.#fail()
    return !this.#failed
  }

  // Whether the message has so many bytes more, which are passed over.
  #take(bytes: number): boolean {
    if (bytes > this.#end - this.#at) this.#fail()
    else this.#at += bytes
    return !this.#failed
  }

  // The value is exact up to 2^53; a tag or a length beyond that is too large in any case.
  #varint(): number {
    this.#low = 0
    this.#high = 0
    for (let shift = 0; shift < MAX_VARINT_BITS && this.#at < this.#end; shift += 7) {
      const byte = this.#view.getUint8(this.#at++)
      const bits = byte & 0x7f
      if (shift < 32) this.#low = (this.#low | (bits << shift)) >>> 0
      if (shift === 28) this.#high = bits >>> 4
      if (shift > 28) this.#high = (this.#high | (bits << (shift - 32))) >>> 0
      if (byte < 0x80) return this.#high * TWO_32 + this.#low
    }
    this.#fail()
    return 0
  }

  #fail(): void {
    this.#failed = true
    this.#at = this.#end
  }
}

const MAX_VARINT_BITS = 70
const TWO_32 = 0x1_0000_0000
const MAX_DEPTH = 100
const MAX_SHORT = 24
const END_GROUP = 4

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
