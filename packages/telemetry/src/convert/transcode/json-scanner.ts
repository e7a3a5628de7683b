import type { Literal } from './literal.ts'

/**
 * Walks through a text in JSON without making anything of it: what it finds is where things are.
 *
 * It knows the plain half of JSON, such as programs write it: strings without escapes, and white
 * space nowhere but behind a comma or a colon. For anything else a method gives `false`, and the text
 * is to be read in another way.
 */
export class JsonScanner {
  bytes: Uint8Array = new Uint8Array()
  at = 0
  /** Where the string that was found last begins, and behind which byte it ends. */
  from = 0
  to = 0
  /** All bits that any bytes of strings had, four bytes beside each other. */
  #bits = 0
  #view: DataView = new DataView(new ArrayBuffer(0))
  #offset = 0

  /** Begins with another text. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes
    // Messages share the buffers that the connection reads into.
    const { buffer } = bytes
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer)
    this.#offset = bytes.byteOffset
    this.at = 0
    this.#bits = 0
  }

  /** Whether all strings were ASCII. */
  get isAscii(): boolean {
    return (this.#bits & HIGH_BITS) === 0
  }

  /** Whether nothing is left but white space. */
  isAtEnd(): boolean {
    this.#skipSpace()
    return this.at === this.bytes.length
  }

  /** Passes over one character. */
  take(code: number): boolean {
    if (this.bytes[this.at] !== code) return false
    this.at++
    return true
  }

  /** Passes over a comma, and what white space is behind it. */
  comma(): boolean {
    return this.#separator(COMMA)
  }

  /** Passes over a colon, and what white space is behind it. */
  colon(): boolean {
    return this.#separator(COLON)
  }

  /** Passes over what must be there word for word, and what white space is behind it. */
  literal({ words, last, length }: Literal): boolean {
    const end = this.at + length
    if (end > this.bytes.length) return false
    const view = this.#view
    const start = this.#offset + this.at
    for (let index = 0; index < words.length; index++) {
      if (view.getInt32(start + index * 4, true) !== words[index]) return false
    }
    if (view.getInt32(start + length - 4, true) !== last) return false
    this.at = end
    if ((this.bytes[end] ?? 0) <= SPACE) this.#skipSpace()
    return true
  }

  /** Passes over the first of some literals, from the one at `start` on, that is there; -1 if none is. */
  oneOf(literals: readonly Literal[], start = 0): number {
    for (let index = start; index < literals.length; index++) {
      const literal = literals[index]
      if (literal && this.literal(literal)) return index
    }
    return -1
  }

  /** Passes over a string. */
  string(): boolean {
    const { bytes } = this
    const { length } = bytes
    const view = this.#view
    const offset = this.#offset
    const from = this.at + 1
    if (from > length || bytes[from - 1] !== QUOTE) return false
    let at = from
    // Four bytes at a time, as long as none of them is an end or asks for a closer look.
    let bits = this.#bits
    for (; at + 4 <= length; at += 4) {
      const four = view.getInt32(offset + at, true)
      if (hasSpecial(four)) break
      bits |= four
    }
    for (; at < length; at++) {
      const byte = bytes[at] ?? 0
      if (byte === QUOTE) {
        this.from = from
        this.to = at
        this.at = at + 1
        this.#bits = bits
        return true
      }
      if (byte < SPACE || byte === BACKSLASH) return false
      bits |= byte
    }
    return false
  }

  /** Passes over a whole number, and gives its value; `undefined` if it is none, or may not be exact. */
  integer(): number | undefined {
    const { bytes } = this
    const isNegative = bytes[this.at] === MINUS
    const first = isNegative ? this.at + 1 : this.at
    let at = first
    let value = 0
    for (; isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] ?? 0) - ZERO
    const digits = at - first
    if (digits === 0 || digits > MAX_DIGITS || (digits > 1 && bytes[first] === ZERO)) {
      return undefined
    }
    this.at = at
    return isNegative ? -value : value
  }

  /** Passes over a number, and gives its value; `undefined` if it is none, or a whole one that may not be exact. */
  number(): number | undefined {
    const { bytes, at: start } = this
    const value = this.integer()
    if (value === undefined || !isOfNumber(bytes[this.at])) return value
    while (isOfNumber(bytes[this.at]) && this.at - start < MAX_NUMBER) this.at++
    const text = String.fromCharCode(...bytes.subarray(start, this.at))
    return NUMBER.test(text) ? Number(text) : undefined
  }

  #separator(code: number): boolean {
    if (this.bytes[this.at] !== code) return false
    this.at++
    if ((this.bytes[this.at] ?? 0) <= SPACE) this.#skipSpace()
    return true
  }

  #skipSpace(): void {
    const { bytes } = this
    for (let byte = bytes[this.at]; byte !== undefined && byte <= SPACE; byte = bytes[this.at]) {
      if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
      this.at++
    }
  }
}

/** Whether one of four bytes is a quote, a backslash or a control character; bytes above ASCII are none. */
function hasSpecial(four: number): boolean {
  const quotes = four ^ 0x2222_2222
  const backslashes = four ^ 0x5c5c_5c5c
  const found =
    ((quotes - 0x0101_0101) & ~quotes) |
    ((backslashes - 0x0101_0101) & ~backslashes) |
    ((four - 0x2020_2020) & ~four)
  return (found & HIGH_BITS) !== 0
}

const HIGH_BITS = 0x8080_8080 | 0
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const BACKSLASH = 0x5c
const SPACE = 0x20
/** As many are always exact. */
const MAX_DIGITS = 15
const MAX_NUMBER = 40
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= 0x39
}

// Digits, +, -, . and e.
function isOfNumber(byte = 0): boolean {
  return isDigit(byte) || byte === 0x2b || byte === MINUS || byte === DOT || (byte | 0x20) === 0x65
}
