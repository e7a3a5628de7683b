import { type Span } from '@opentelemetry/api'
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
  if (!readWords(bytes, start + 3, traceWords) || !readWords(bytes, start + 36, spanWords)) {
    return undefined
  }
  const bits0 = traceWords[0] ?? 0
  const bits1 = traceWords[1] ?? 0
  const bits2 = traceWords[2] ?? 0
  const bits3 = traceWords[3] ?? 0
  const high = spanWords[0] ?? 0
  const low = spanWords[1] ?? 0
  if ((bits0 | bits1 | bits2 | bits3) === 0 || (high | low) === 0) return undefined
  return new RemoteSpan({ bits0, bits1, bits2, bits3, hex: '' }, high, low, flags)
}

const ZERO = 0x30
const DASH = 0x2d

// What is read last, in a place that does not have to be made for each message.
const traceWords = new Int32Array(4)
const spanWords = new Int32Array(2)

/** Reads as many numbers of 8 digits as there are in `words`; `false` if one is no digit. */
function readWords(bytes: Uint8Array, start: number, words: Int32Array): boolean {
  let seen = 0
  let at = start
  for (let word = 0; word < words.length; word++) {
    let value = 0
    for (const end = at + 8; at < end; at++) {
      const digit = hexDigit(bytes[at] ?? 0)
      seen |= digit
      value = (value << 4) | digit
    }
    words[word] = value
  }
  return seen < NO_DIGIT
}
