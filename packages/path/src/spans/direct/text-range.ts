/**
 * Where a string stands in the bytes of JSON, in one number: `start << 8 | length`, and
 * {@link ESCAPED} if its bytes are not its text. 0 is no string, or an empty one.
 *
 * A string is of 127 bytes at the most.
 */
export type TextRange = number

/** The bit of a {@link TextRange} whose string has escapes, or characters beyond ASCII. */
export const ESCAPED = 0x80

/** The number of bytes between the quotes of a string. */
export function lengthOf(text: TextRange): number {
  return text & 0x7f
}

/** Where the first byte after the quote of a string stands. */
export function startOf(text: TextRange): number {
  return text >>> 8
}

/** Where a string stands; `escaped` is {@link ESCAPED} or 0. */
export function textRange(start: number, length: number, escaped: number): TextRange {
  return length === 0 ? 0 : (start << 8) | escaped | length
}

/** The longest string that has a {@link TextRange}, in bytes. */
export const MAX_TEXT_BYTES = 0x7f

/** The end of what has a {@link TextRange}: 23 bits are left for where a string starts. */
export const MAX_START: number = 1 << 23
