import { decodeTraceparent } from '@hopscope/observe/w3c'
import type { Span } from '@opentelemetry/api'

/**
 * The span that the line at `start` tells of, if it is a `traceparent` as nearly everyone sends it:
 * in lower case, of version 00 behind one space, and with nothing after it.
 */
export function plainTraceparent(bytes: Uint8Array, start: number, end: number): Span | undefined {
  const lineEnd = start + PLAIN_LENGTH
  if (bytes[start] !== SMALL_T || lineEnd + 1 >= end) return undefined
  if (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return undefined
  const isNamed =
    wordAt(bytes, start) === TRAC &&
    wordAt(bytes, start + 4) === EPAR &&
    wordAt(bytes, start + 8) === ENT &&
    bytes[start + 12] === SPACE
  return isNamed ? decodeTraceparent(bytes, start + NAME.length) : undefined
}

const NAME = 'traceparent: '
/** How long such a line is without its line break. */
export const PLAIN_LENGTH: number = NAME.length + 55

// To compare four letters at a time takes half of what it takes one by one.
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  )
}

const NAME_BYTES = new TextEncoder().encode(NAME)
const TRAC = wordAt(NAME_BYTES, 0)
const EPAR = wordAt(NAME_BYTES, 4)
const ENT = wordAt(NAME_BYTES, 8)
const SMALL_T = 0x74
const SPACE = 0x20
const LF = 0x0a
const CR = 0x0d
