import type { SpanContext } from '@opentelemetry/api'
import { slabBytes } from './slab-bytes.ts'
import { writeLatin1 } from './write-latin1.ts'

/** The header block of a message that has no header but the `traceparent` of a valid span context. */
export function encodeContext(spanContext: SpanContext): Uint8Array {
  const block = slabBytes(CONTEXT_BYTES)
  writeContext(block, 0, spanContext)
  return block
}

/** Writes that header block; there must be room for {@link CONTEXT_BYTES}. */
export function writeContext(
  bytes: Uint8Array,
  start: number,
  { traceId, spanId, traceFlags }: SpanContext,
): void {
  bytes.set(TEMPLATE, start)
  writeLatin1(bytes, traceId, start + TRACE_ID_AT)
  writeLatin1(bytes, spanId, start + SPAN_ID_AT)
  bytes[start + FLAGS_AT] = DIGITS.charCodeAt((traceFlags >> 4) & 0xf)
  bytes[start + FLAGS_AT + 1] = DIGITS.charCodeAt(traceFlags & 0xf)
}

const HEAD = 'NATS/1.0\r\ntraceparent: 00-'
const TEMPLATE = new TextEncoder().encode(`${HEAD}${'0'.repeat(32)}-${'0'.repeat(16)}-00\r\n\r\n`)
/** How long that header block is. */
export const CONTEXT_BYTES: number = TEMPLATE.length
const TRACE_ID_AT = HEAD.length
const SPAN_ID_AT = TRACE_ID_AT + 33
const FLAGS_AT = SPAN_ID_AT + 17
const DIGITS = '0123456789abcdef'
