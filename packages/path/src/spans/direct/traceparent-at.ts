import type { Hash64 } from '@hopscope/observe/hop'
import { ESCAPED, lengthOf, startOf, type TextRange } from './text-range.ts'

/** A `traceparent` where it stands in bytes. */
export interface Traceparent {
  readonly at: number
  readonly traceId: Uint8Array
  readonly producer: Hash64
  readonly flags: number
}

/** Reads a `traceparent` of version 00 without spaces; `undefined` for any other text. */
export function traceparentAt(payload: Uint8Array, text: TextRange): Traceparent | undefined {
  const at = startOf(text)
  if (lengthOf(text) !== LENGTH || (text & ESCAPED) !== 0 || !hasFrame(payload, at))
    return undefined
  const traceId = new Uint8Array(16)
  let seen = 0
  for (let index = 0; index < 16; index++) {
    const byte = hexByte(payload, at + 3 + index * 2)
    if (byte < 0) return undefined
    traceId[index] = byte
    seen |= byte
  }
  const high = hexWord(payload, at + 36)
  const low = hexWord(payload, at + 44)
  const flags = hexByte(payload, at + 53)
  if (seen === 0 || high === undefined || low === undefined || (high | low) === 0 || flags < 0) {
    return undefined
  }
  return { at, traceId, producer: { high, low }, flags }
}

const LENGTH = 55
const DASH = 0x2d
const ZERO = 0x30

function hasFrame(payload: Uint8Array, at: number): boolean {
  return (
    payload[at] === ZERO &&
    payload[at + 1] === ZERO &&
    payload[at + 2] === DASH &&
    payload[at + 35] === DASH &&
    payload[at + 52] === DASH
  )
}

function hexWord(payload: Uint8Array, at: number): number | undefined {
  let word = 0
  for (let index = at; index < at + 8; index += 2) {
    const byte = hexByte(payload, index)
    if (byte < 0) return undefined
    word = (word << 8) | byte
  }
  return word
}

// Negative when either digit is none: -1 shifted or joined stays negative.
function hexByte(payload: Uint8Array, at: number): number {
  return (hexDigit(payload[at] ?? 0) << 4) | hexDigit(payload[at + 1] ?? 0)
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= 0x39) return code - ZERO
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}
