import { parseFrames } from './frames/parse-frames.ts'
import type { JsonObject } from './json-reader.ts'
import type { TraceData } from './model.ts'
import { parseSpan } from './parse-span.ts'
import { TRACE_FRAME } from './trace-frame.ts'

/**
 * Reads OTLP/JSON; `undefined` when it is malformed.
 *
 * Ids may be in hex of either case, 64-bit integers may be numbers or strings, and enums their
 * numbers or names. Fields that are not known are ignored.
 *
 * @param json the text, or what is parsed of it, whose integers may be `bigint`s
 */
export function parseTracesJson(json: string | JsonObject): TraceData | undefined {
  const resourceSpans = parseFrames(json, TRACE_FRAME, parseSpan)
  return resourceSpans && { resourceSpans }
}
