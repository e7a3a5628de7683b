import { type SpanContext } from '@opentelemetry/api'

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
  if (version < 0 || version === 0xff) return undefined
  if (text.length > LENGTH && (version === 0 || text.charCodeAt(LENGTH) !== DASH)) return undefined

  const traceFlags = hexByte(text, 53)
  if (traceFlags < 0 || !isId(text, 3, 35) || !isId(text, 36, 52)) return undefined

  return { traceId: text.slice(3, 35), spanId: text.slice(36, 52), traceFlags, isRemote: true }
}

/** Writes a span context as a `traceparent` of version 00, with all of its eight flags. */
export function formatTraceparent(spanContext: SpanContext): string {
  const { traceId, spanId, traceFlags } = spanContext
  const high = DIGITS.charAt((traceFlags >> 4) & 0xf)
  const low = DIGITS.charAt(traceFlags & 0xf)
  return `00-${traceId}-${spanId}-${high}${low}`
}

// 2 of version, 32 of trace id, 16 of span id, 2 of flags, and three dashes.
const LENGTH = 55
const DASH = 0x2d
const DIGITS = '0123456789abcdef'

// `trim` would also take line breaks and Unicode's spaces, which HTTP's OWS has not.
function trimOws(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isOws(text.charCodeAt(start))) start++
  while (end > start && isOws(text.charCodeAt(end - 1))) end--
  return end - start === text.length ? text : text.slice(start, end)
}

function isOws(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function hasDashes(text: string): boolean {
  return text.charCodeAt(2) === DASH && text.charCodeAt(35) === DASH && text.charCodeAt(52) === DASH
}

function isId(text: string, start: number, end: number): boolean {
  let seen = 0
  for (let at = start; at < end; at++) {
    const digit = hexDigit(text.charCodeAt(at))
    if (digit < 0) return false
    seen |= digit
  }
  return seen !== 0
}

// Negative when either digit is none: -1 shifted or joined stays negative.
function hexByte(text: string, at: number): number {
  return (hexDigit(text.charCodeAt(at)) << 4) | hexDigit(text.charCodeAt(at + 1))
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}
