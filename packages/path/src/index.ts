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
export { encodeHops, type EncodedHops, type SkippedReport } from './spans/encode-hops.ts'
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
export { hopLine, hopWords, toSender, type Sender } from './journey/hop-line.ts'
export { missingServers, type MissingServer } from './journey/missing-servers.ts'
export { renderJourney } from './journey/render-journey.ts'
export { spanNumbers, type SpanNumbers } from './journey/span-numbers.ts'
export {
  hopNumber,
  kindIn,
  spanKey,
  spanRole,
  textOf,
  type SpanRole,
  type SpanWithRole,
} from './journey/span-role.ts'
export { hasFailed, isDeadLetter, settlementOf, workLine, workNote } from './journey/work-line.ts'
export { render } from './render/render.ts'
export type { RenderOptions } from './text/render-options.ts'
export { PathError, type PathErrorCode } from './trace/path-error.ts'
export { formatDuration } from './text/format-duration.ts'
export { outcomeWords } from './text/outcome-words.ts'
export { trace, type Trace } from './trace/trace.ts'
export { reportJson, type TraceReport } from './event/trace-report.ts'
export { renderDot } from './render/render-dot.ts'
export { renderMermaid } from './render/render-mermaid.ts'
export { collect, type CollectOptions } from './trace/collect.ts'
export type { Collection } from './trace/collection.ts'
export { PathCollector, type CollectorOptions, type CollectTime } from './trace/path-collector.ts'
export type { TraceOptions } from './trace/trace-options.ts'
export type { TraceReply } from './trace/trace-reply.ts'
export { clockBounds, type TimedTrace } from './explain/clock-bounds.ts'
export type { ClockBounds, ClockOffset } from './explain/clock-offset.ts'
export type { ApiOptionNames, ApiOptions } from './explain/api-prefix.ts'
export { examineStreams, type ExamineOptions } from './explain/examine-streams.ts'
export { explain } from './explain/explain.ts'
export type {
  EgressCount,
  Explanation,
  SlowestLink,
  StreamVerdict,
  Verdict,
} from './explain/explanation.ts'
export type {
  ConsumerFacts,
  ExaminedStream,
  Facts,
  StreamFacts,
  StreamOnServer,
  Unavailable,
  UnexaminedStream,
} from './explain/facts.ts'
export { linkTime, type LinkTime } from './explain/link-time.ts'
export type { Problem, ProblemKind, StopKind, StreamProblemKind } from './explain/problem.ts'
export type { TraceRenderOptions } from './render/render.ts'
