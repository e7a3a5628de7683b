import type { Coverage } from '../../api/trace-summary.ts'
import type { ViewerErrorCode } from '../../viewer-error.ts'
import type { IndexLimits } from '../index-options.ts'
import type { IndexRequest } from '../index-request.ts'
import type { StreamCursor } from '../store/counters.ts'
import type { AddResult } from '../trace-index.ts'
import type { PackedRecords } from './packed-records.ts'

/** What the worker is started with. */
export interface WorkerStart {
  readonly limits: IndexLimits
  /** Why the index is an empty one although it was not; absent on the first start. */
  readonly lostBecause?: string
}

/** What the worker is told; each is answered under its `id`. */
export type WorkerRequest =
  | { readonly type: 'attach'; readonly id: number; readonly stream: AttachedStream }
  | { readonly type: 'records'; readonly id: number; readonly packed: PackedRecords }
  | { readonly type: 'add'; readonly id: number; readonly packed: PackedRecords }
  | {
      readonly type: 'ask'
      readonly id: number
      readonly request: IndexRequest
      readonly known: KnownStream
      /** The last change that was told. */
      readonly revision: string
    }
  | { readonly type: 'clear'; readonly id: number; readonly because: string }
  | { readonly type: 'close'; readonly id: number }

/** A stream that is about to be read. */
export interface AttachedStream {
  readonly stream: string
  readonly created: string
  readonly lastSequence: number
}

/** What the main thread knows of the stream, for the coverage of an answer. */
export interface KnownStream {
  readonly stream?: string
  readonly pending: number
  /** Whether the stream is read, to its end. */
  readonly isReadToEnd: boolean
  /** The first message that the stream has now. */
  readonly firstSequence: number
}

/** What the worker tells. */
export type WorkerMessage =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly error: WorkerFailure }
  /** A question has its turn, and its time begins. */
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: WorkerAnswer }
  | { readonly type: 'error'; readonly id: number; readonly error: WorkerFailure }
  | { readonly type: 'changed'; readonly traceIds: readonly string[]; readonly omitted: number }
  /** The index was found to be unusable and begun anew: the stream is to be read from its first message. */
  | { readonly type: 'emptied' }

/** By the type of what was asked. */
export interface WorkerAnswer {
  /** Of `attach`, `records` and `clear`: where the index is. */
  readonly cursor?: StreamCursor | undefined
  /** Of `add`. */
  readonly added?: AddResult
  /** Of `ask`: JSON; absent when there is no such thing. */
  readonly json?: Uint8Array<ArrayBuffer> | undefined
}

/** An error, as it goes from one thread to the other. */
export interface WorkerFailure {
  readonly code: ViewerErrorCode
  readonly message: string
  readonly hint?: string
}

/** How much of a stream is in the index. */
export function coverageOf(known: KnownStream, cursor: StreamCursor | undefined): Coverage {
  const { stream, pending, isReadToEnd } = known
  const { firstSequence = 0, lastSequence = 0, isTrimmed = false } = cursor ?? {}
  const hasLostSome = isTrimmed && firstSequence > known.firstSequence
  return {
    ...(stream !== undefined && { stream }),
    firstSequence,
    lastSequence,
    pending,
    isComplete: isReadToEnd && pending === 0 && !hasLostSome,
  }
}
