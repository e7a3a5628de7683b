export {
  CONNECTION_KINDS,
  isServerKind,
  kindName,
  type ConnectionKind,
} from './event/connection-kind.ts'
export { decodeTraceEvent } from './event/decode.ts'
export { storageOutcome, type StorageOutcome } from './event/storage-outcome.ts'
export {
  isTerminal,
  type Egress,
  type Ingress,
  type Mapping,
  type Storage,
  type TraceEvent,
  type TraceHeaders,
  type TraceItem,
  type TraceServer,
} from './event/trace-event.ts'
export { SCOPE_NAME, toSpans, type ToSpansOptions } from './spans/to-spans.ts'
export { assemble } from './assemble/assemble.ts'
export { hopsOf, type Assembly, type Hop, type MissingHop } from './assemble/assembly.ts'
export {
  assembleJourney,
  nodesOf,
  type Journey,
  type JourneyNode,
} from './journey/assemble-journey.ts'
export { flatten, type JourneySpan } from './journey/flatten.ts'
export { renderJourney } from './journey/render-journey.ts'
export { type SpanRole } from './journey/span-role.ts'
export { render } from './render/render.ts'
export { type RenderOptions } from './text/render-options.ts'
export { PathError, type PathErrorCode } from './trace/path-error.ts'
export { trace, type Trace, type TraceOptions } from './trace/trace.ts'
