/**
 * A text that came as bytes of ASCII, and may leave as such: the value of an attribute that is made a
 * string only for who asks.
 *
 * The bytes must stay what they are until the span has ended.
 */
export class AsciiText {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number

  private constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes
    this.start = start
    this.end = end
  }

  /** The text from `start` to `end`; `undefined` where a byte is not of ASCII. */
  static of(bytes: Uint8Array, start: number, end: number): AsciiText | undefined {
    let seen = 0
    for (let at = start; at < end; at++) seen |= bytes[at] ?? 0
    return seen < 0x80 ? new AsciiText(bytes, start, end) : undefined
  }

  get length(): number {
    return this.end - this.start
  }

  toString(): string {
    return decoder.decode(this.bytes.subarray(this.start, this.end))
  }
}

const decoder = new TextDecoder()
