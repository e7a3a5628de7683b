/**
 * A text as it may be sent in a header, whatever it holds: for what a library writes itself, such
 * as the message of an error.
 *
 * Control characters are gone, each run of them being one space; so is white space at both ends,
 * which readers would drop. Surrogates without their pair become U+FFFD. What is longer than
 * `maxBytes` in UTF-8 is cut at the end, between two characters. What is clean already comes back
 * as it is.
 *
 * @param maxBytes - 1024 unless told; `Infinity` cuts nothing
 */
export function sanitizeHeaderValue(value: string, maxBytes: number = DEFAULT_MAX_BYTES): string {
  const clean = value.toWellFormed().replace(CONTROL, ' ').trim()
  return cut(clean, maxBytes).trimEnd()
}

const DEFAULT_MAX_BYTES = 1024
const CONTROL = /\p{Cc}+/gu
const MAX_BYTES_OF_UNIT = 3

function cut(value: string, maxBytes: number): string {
  const possibleBytes = value.length * MAX_BYTES_OF_UNIT
  if (possibleBytes <= maxBytes) return value
  // The encoder stops before the first character that does not fit as a whole.
  const bytes = new Uint8Array(Math.max(0, Math.floor(maxBytes) || 0))
  return value.slice(0, new TextEncoder().encodeInto(value, bytes).read)
}
