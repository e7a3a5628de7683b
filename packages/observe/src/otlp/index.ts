export { decodeTraces } from './decode-traces.ts'
export { encodeSpan } from './encode-span.ts'
export { encodeTraceRequest, type EncodedSpans } from './encode-trace-request.ts'
export { encodeTraces } from './encode-traces.ts'
export { formatTracesJson } from './format-traces-json.ts'
export {
  Double,
  SPAN_KINDS,
  type AnyValue,
  type AttributeMap,
  type Resource,
  type ResourceSpans,
  type Scope,
  type ScopeSpans,
  type SpanData,
  type SpanEvent,
  type SpanKind,
  type SpanLink,
  type SpanStatus,
  type TraceData,
} from './model.ts'
export { parseTracesJson } from './parse-traces-json.ts'
