import { CLOSE_LIST, COLON, COMMA, OPEN_LIST } from './json-marks.ts'
import { ESCAPED, MAX_START, MAX_TEXT_BYTES, textRange, type TextRange } from './text-range.ts'

/**
 * Reads JSON where it stands, without making values of it.
 *
 * It reads what servers write: no white space, whole numbers that are not negative, short strings
 * where their text is asked for. Whatever else there is, be it JSON or not, is a failure, after which
 * nothing more is read.
 */
export class JsonCursor {
  readonly #bytes: Uint8Array
  #at: number
  #failed = false

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
    if (bytes.length >= MAX_START) this.fail()
  }

  /** Whether everything was read, without a failure. */
  get done(): boolean {
    return !this.#failed && this.#at === this.#bytes.length
  }

  /** Makes whatever is read from here on a failure. */
  fail(): void {
    this.#failed = true
    this.#at = this.#bytes.length
  }

  /** Goes past a byte if it is the next. */
  take(code: number): boolean {
    if (this.#bytes[this.#at] !== code) return false
    this.#at++
    return true
  }

  /** Goes past a byte, which must be the next. */
  expect(code: number): void {
    if (!this.take(code)) this.fail()
  }

  /**
   * Goes past the name of a field of an object and the colon, for the number that {@link fieldCode}
   * gives the name, or 0 when it has other characters than ten lower-case letters.
   */
  field(): number {
    const bytes = this.#bytes
    let at = this.#at + 1
    let code = 0
    let letter = bytes[at] ?? 0
    for (; letter >= LETTER_A && letter <= LETTER_Z; letter = bytes[++at] ?? 0) {
      code = code * RADIX + letter - BELOW_A
    }
    const known = letter === QUOTE && at - this.#at <= MAX_LETTERS + 1
    if (known && bytes[this.#at] === QUOTE) this.#at = at + 1
    else this.#string()
    this.expect(COLON)
    return known ? code : 0
  }

  /** Goes past a string, for where it stands. */
  text(): TextRange {
    const start = this.#at + 1
    const escaped = this.#string() ? ESCAPED : 0
    const length = this.#at - 1 - start
    if (length > MAX_TEXT_BYTES) this.fail()
    return this.#failed ? 0 : textRange(start, length, escaped)
  }

  /** Goes past a whole number. */
  whole(): number {
    const bytes = this.#bytes
    const start = this.#at
    let at = start
    let value = 0
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) {
      value = value * 10 + digit
    }
    const digits = at - start
    const leadingZero = bytes[start] === ZERO && digits > 1
    if (digits === 0 || digits > MAX_DIGITS || leadingZero) return this.#failure()
    this.#at = at
    return value
  }

  /** Goes past a list of strings, however long. */
  skipTexts(): void {
    this.expect(OPEN_LIST)
    if (this.take(CLOSE_LIST)) return
    do this.#string()
    while (this.take(COMMA))
    this.expect(CLOSE_LIST)
  }

  // Whether its bytes are not its text.
  #string(): boolean {
    const bytes = this.#bytes
    let at = this.#at
    let escaped = false
    this.expect(QUOTE)
    for (let code = bytes[++at] ?? 0; code !== QUOTE; code = bytes[++at] ?? 0) {
      // The end of the bytes is taken for one that no string may have.
      if (code < SPACE) {
        this.fail()
        return false
      }
      if (code === BACKSLASH) at = endOfEscape(bytes, at)
      if (code === BACKSLASH || code > LAST_ASCII) escaped = true
    }
    if (!this.#failed) this.#at = at + 1
    return escaped
  }

  #failure(): 0 {
    this.fail()
    return 0
  }
}

/** The number of a field's name of one to ten lower-case letters: no two names have the same. */
export function fieldCode(name: string): number {
  let code = 0
  for (const letter of name) code = code * RADIX + letter.charCodeAt(0) - BELOW_A
  return code
}

const QUOTE = 0x22
const SPACE = 0x20
const BACKSLASH = 0x5c
const LAST_ASCII = 0x7f
const ZERO = 0x30
const NINE = 0x39
const LETTER_A = 0x61
const LETTER_F = 0x66
const LETTER_Z = 0x7a
const LETTER_U = 0x75

// 26 letters and none fit into 5 bits, and ten of those into a number.
const RADIX = 32
const BELOW_A = 0x60
const MAX_LETTERS = 10
const MAX_DIGITS = 15

// The last byte of an escape, or the end of the bytes if it is none.
function endOfEscape(bytes: Uint8Array, at: number): number {
  const code = bytes[at + 1] ?? 0
  if (code !== LETTER_U) return SHORT_ESCAPES.includes(code) ? at + 1 : bytes.length
  for (let digit = at + 2; digit < at + 6; digit++) {
    if (!isHex(bytes[digit] ?? 0)) return bytes.length
  }
  return at + 5
}

const SHORT_ESCAPES = new TextEncoder().encode('"\\/bfnrt')

function isHex(code: number): boolean {
  const lower = code | 0x20
  return (code >= ZERO && code <= NINE) || (lower >= LETTER_A && lower <= LETTER_F)
}

function digitAt(bytes: Uint8Array, at: number): number {
  const code = bytes[at] ?? 0
  return code >= ZERO && code <= NINE ? code - ZERO : -1
}
