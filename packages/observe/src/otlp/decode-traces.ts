import { decodeFrames } from './frames/decode-frames.ts'
import type { TraceData } from './model.ts'
import { readSpan } from './read-span.ts'
import { TRACE_FRAME } from './trace-frame.ts'

/**
 * Reads OTLP's `ExportTraceServiceRequest` or `TracesData`; `undefined` when it is malformed.
 *
 * Malformed is also a span or a link whose ids are absent or of a wrong length, and nesting deeper
 * than 100 messages. Fields that are not known are skipped.
 */
export function decodeTraces(bytes: Uint8Array): TraceData | undefined {
  const resourceSpans = decodeFrames(bytes, TRACE_FRAME, readSpan)
  return resourceSpans && { resourceSpans }
}
