import { writeSpan } from './encode-span.ts'
import { writeFrames } from './frames/write-frames.ts'
import type { TraceData } from './model.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import { TRACE_FRAME } from './trace-frame.ts'

/**
 * The bytes of OTLP's `ExportTraceServiceRequest`, which is the same as `TracesData`.
 *
 * Two requests joined end to end are one request with the spans of both.
 */
export function encodeTraces(data: TraceData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter(Math.min(BYTES_PER_SPAN * countSpans(data), MAX_BYTES))
  writeFrames(writer, TRACE_FRAME, data.resourceSpans, writeSpan)
  return writer.finish()
}

// What spans take as a rule: what a buffer that is full holds is copied to a larger one.
const BYTES_PER_SPAN = 768
const MAX_BYTES = 256 * 1024

function countSpans({ resourceSpans }: TraceData): number {
  let count = 0
  for (const { scopeSpans } of resourceSpans) {
    for (const { spans } of scopeSpans) count += spans.length
  }
  return count
}
