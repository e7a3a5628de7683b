import type { SpanContext } from '@opentelemetry/api'
import { BYTE_TO_HEX } from '../byte-to-hex.ts'
import { hexDigit, NO_DIGIT } from './hex-digit.ts'
import { trimOws } from './trim-ows.ts'

/**
 * Reads a `traceparent` by the rules of W3C Trace Context Level 2; `undefined` when it is malformed.
 *
 * Version 00 has exactly its 55 characters, a later version may go on after a dash, and `ff` is no
 * version. Ids are lower-case hex and not all zero. All eight flags are kept, those of later levels
 * too. Spaces and tabs around the value are skipped.
 */
export function parseTraceparent(value: string): SpanContext | undefined {
  const text = trimOws(value)
  if (text.length < LENGTH || !hasDashes(text)) return undefined

  const version = hexByte(text, 0)
  if (version >= 0xff) return undefined
  if (text.length > LENGTH && (version === 0 || text.charCodeAt(LENGTH) !== DASH)) return undefined

  const traceFlags = hexByte(text, 53)
  if (traceFlags > 0xff || !isId(text, 3, 35) || !isId(text, 36, 52)) return undefined

  return { traceId: text.slice(3, 35), spanId: text.slice(36, 52), traceFlags, isRemote: true }
}

/** Writes a span context as a `traceparent` of version 00, with all of its eight flags. */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${BYTE_TO_HEX[traceFlags & 0xff] ?? '00'}`
}

// 2 of version, 32 of trace id, 16 of span id, 2 of flags, and three dashes.
const LENGTH = 55
const DASH = 0x2d

function hasDashes(text: string): boolean {
  return text.charCodeAt(2) === DASH && text.charCodeAt(35) === DASH && text.charCodeAt(52) === DASH
}

function isId(text: string, from: number, to: number): boolean {
  let seen = 0
  for (let at = from; at < to; at++) seen |= hexDigit(text.charCodeAt(at))
  return seen !== 0 && seen < NO_DIGIT
}

/** The byte of two digits; more than any byte when either is none. */
function hexByte(text: string, at: number): number {
  return (hexDigit(text.charCodeAt(at)) << 4) | hexDigit(text.charCodeAt(at + 1))
}
