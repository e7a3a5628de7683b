import { isUtf8 } from 'node:buffer'
import { JsonScanner } from './json-scanner.ts'
import { scanSpanV1 } from './scan-span-v1.ts'
import { scanSpan } from './scan-span.ts'
import { sourceOf } from './source-cache.ts'
import { SpanSlots } from './span-slots.ts'
import { writeSpan } from './write-span.ts'

/**
 * The request of a span as DagNats writes it, of either generation, straight from the bytes of its
 * JSON; `undefined` when anything in it is not as DagNats writes it, and it is to be read in full.
 *
 * It makes the very bytes that the way over objects does, in a sixth of the time.
 *
 * @param service whose span it is if the record does not say
 */
export function transcodeSpan(text: Uint8Array, service: string): Uint8Array | undefined {
  scanner.open(text)
  const isFirst = text[MARK_AT] === UNDERSCORE
  const isKnown = isFirst ? scanSpanV1(scanner, span) : scanSpan(scanner, span)
  if (!isKnown || !scanner.isAtEnd()) return undefined
  if (!scanner.isAscii && !isUtf8(text)) return undefined
  const { from, to } = span.service
  const source = sourceOf(from === to ? service : decoder.decode(text.subarray(from, to)))
  return writeSpan(text, span, source)
}

// All of it is synchronous, so one of each serves every span.
const scanner = new JsonScanner()
const span = new SpanSlots()
const decoder = new TextDecoder()

// `{"trace_id"` and `{"traceId"` differ in it.
const MARK_AT = 7
const UNDERSCORE = 0x5f
