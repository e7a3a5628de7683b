import { parseFrames } from './frames/parse-frames.ts'
import { type TraceData } from './model.ts'
import { parseSpan } from './parse-span.ts'
import { TRACE_FRAME } from './trace-frame.ts'

/**
 * Reads OTLP/JSON; `undefined` when it is malformed.
 *
 * Ids may be in hex of either case, 64-bit integers may be numbers or strings, and enums their
 * numbers or names. Fields that are not known are ignored.
 */
export function parseTracesJson(text: string): TraceData | undefined {
  const resourceSpans = parseFrames(text, TRACE_FRAME, parseSpan)
  return resourceSpans && { resourceSpans }
}
