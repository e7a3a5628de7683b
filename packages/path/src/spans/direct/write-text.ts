import type { TraceWriter } from '@hopscope/observe/otlp'
import { ESCAPED, lengthOf, startOf, type TextRange } from './text-range.ts'

/** Writes a string of an event as the attribute with the encoded key. */
export function writeText(
  writer: TraceWriter,
  key: Uint8Array,
  payload: Uint8Array,
  text: TextRange,
): void {
  const start = startOf(text)
  const end = start + lengthOf(text)
  if ((text & ESCAPED) === 0) writer.text(key, { bytes: payload, start, end })
  else writer.attribute(key, unescape(payload.subarray(start - 1, end + 1)))
}

// Servers write `>` as `\u003e`, as Go does.
function unescape(quoted: Uint8Array): string {
  const text: unknown = JSON.parse(decoder.decode(quoted))
  return typeof text === 'string' ? text : ''
}

const decoder = new TextDecoder()
