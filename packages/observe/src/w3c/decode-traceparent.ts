import type { Span } from '@opentelemetry/api'
import { RemoteSpan } from '../recorder/spans/remote-span.ts'
import { hexDigit, NO_DIGIT } from './hex-digit.ts'

/**
 * Reads a `traceparent` of version 00 from its 55 bytes on the wire: the span that it tells of.
 *
 * It says `undefined` of whatever else may be there: spaces, a later version, a value that is
 * malformed. `parseTraceparent` tells those apart. The digits of the ids are made when someone asks
 * for the span's context.
 */
export function decodeTraceparent(bytes: Uint8Array, start: number): Span | undefined {
  if (bytes[start] !== ZERO || bytes[start + 1] !== ZERO) return undefined
  if (bytes[start + 2] !== DASH || bytes[start + 35] !== DASH || bytes[start + 52] !== DASH) {
    return undefined
  }
  const flags = (hexDigit(bytes[start + 53] ?? 0) << 4) | hexDigit(bytes[start + 54] ?? 0)
  if (flags > 0xff) return undefined
  seen = 0
  const bits0 = readWord(bytes, start + 3)
  const bits1 = readWord(bytes, start + 11)
  const bits2 = readWord(bytes, start + 19)
  const bits3 = readWord(bytes, start + 27)
  const high = readWord(bytes, start + 36)
  const low = readWord(bytes, start + 44)
  if (seen >= NO_DIGIT) return undefined
  if ((bits0 | bits1 | bits2 | bits3) === 0 || (high | low) === 0) return undefined
  return new RemoteSpan({ bits0, bits1, bits2, bits3, hex: '' }, high, low, flags)
}

const ZERO = 0x30
const DASH = 0x2d

// The bits of all digits since it was 0: beside a word there is no room to say that one is no digit.
let seen = 0

/** Reads a number of 8 digits. */
function readWord(bytes: Uint8Array, start: number): number {
  let word = 0
  let digits = 0
  for (let at = start; at < start + 8; at++) {
    const digit = hexDigit(bytes[at] ?? 0)
    digits |= digit
    word = (word << 4) | digit
  }
  seen |= digits
  return word
}
