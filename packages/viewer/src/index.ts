export type { Attribute } from './api/span-detail.ts'
export type { DeadLetter } from './api/message-view.ts'
export type { ReplayResult } from './api/replay-result.ts'
export type {
  Coverage,
  TraceFlag,
  TraceList,
  TraceRoot,
  TraceSummary,
} from './api/trace-summary.ts'
export type { DeadLetterPort, DeadLetters } from './http/ports.ts'
export type { TraceIndexOptions } from './trace-index/index-options.ts'
export type { IndexRequest, TimeRange, TracesRequest } from './trace-index/index-request.ts'
export { openTraceIndex } from './trace-index/open-trace-index.ts'
export type {
  AddedRecord,
  AddResult,
  IndexChange,
  IndexSource,
  TraceIndex,
} from './trace-index/trace-index.ts'
export { startViewer, type Viewer, type ViewerOptions } from './viewer.ts'
export { ViewerError, type ViewerErrorCode } from './viewer-error.ts'
