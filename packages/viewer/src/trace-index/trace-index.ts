import type { StoredTelemetry } from '@hopscope/telemetry/read'
import type { Coverage } from '../api/trace-summary.ts'
import type { IndexRequest } from './index-request.ts'

/**
 * An index of telemetry that answers what the viewer asks. It can be lost at any time: what the stream holds is read
 * again.
 */
export interface TraceIndex extends AsyncDisposable {
  /**
   * The answer as the bytes of its JSON, of the type in `api/` that the request is for; `undefined` where there is no
   * such trace, span or message.
   *
   * @throws {@link ViewerError} QUERY_INVALID if the query is none
   * @throws {@link ViewerError} QUERY_TIMEOUT if it takes longer than it may
   * @throws {@link ViewerError} INDEX_FAILED if the index cannot answer
   */
  ask(request: IndexRequest): Promise<Uint8Array | undefined>
  /**
   * Adds telemetry that is not in the stream, as messages of TELEMETRY would have it, and waits until it can be found.
   * It is lost when the index is built anew. A record that cannot be read or written is passed over, and counted.
   *
   * @throws {@link ViewerError} INDEX_FAILED if the index takes nothing
   */
  add(records: readonly AddedRecord[]): Promise<AddResult>
  /**
   * Empties the index and begins to read the stream from its first message; resolves when reading has begun.
   *
   * @throws {@link ViewerError} STREAM_UNAVAILABLE if there is no stream to read
   */
  rebuild(): Promise<void>
  /** Tells of traces that are new or have changed, ten times a second at the most, until the returned function is called. */
  onChange(listener: (change: IndexChange) => void): () => void
  /** How much of the stream is in the index. */
  readonly coverage: Coverage
  /** What the change is called that was told last; lists of traces say on which one they rest. */
  readonly revision: string
  /** Whether the stream is read, and if not, why. */
  readonly source: IndexSource
}

/** What an index reads from. */
export interface IndexSource {
  /**
   * `none` without a connection; `unavailable` is a stream of which it is not known whether it is there, such as one whose
   * server did not answer in time. All but `none` are tried again.
   */
  readonly state: 'reading' | 'missing' | 'denied' | 'unavailable' | 'none'
  readonly stream?: string
  /** What to do about it, as a sentence; absent when all is well. */
  readonly hint?: string
}

/** What can be added: a message as TELEMETRY would have it. */
export type AddedRecord = StoredTelemetry

/** What became of what was added. */
export interface AddResult {
  /** Traces that spans were added to, in their order, 1000 at the most. */
  readonly traceIds: readonly string[]
  /** Spans that were read, those that were there before included. */
  readonly spans: number
  readonly logRecords: number
  readonly points: number
  /** Spans and data points that were more than is kept. @default 0 */
  readonly dropped?: number
  /** Records that could not be read or written: to add them again is of no use. */
  readonly unreadable: number
  /** Why the last of these could not. */
  readonly problem?: string
}

/** What is told to those who follow the index. */
export interface IndexChange {
  /** Traces with new spans, 500 at the most; ask for them by {@link TracesRequest.traceIds}. */
  readonly traceIds: readonly string[]
  /** How many more there are; 1 where it is not known which. */
  readonly omitted: number
  readonly coverage: Coverage
  /** What the change is called: `revision` of a list that has it, or one of those after it. */
  readonly revision: string
}
