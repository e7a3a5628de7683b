/** What a list shows of one trace. */
export interface TraceSummary {
  /** 32 hex digits. */
  readonly traceId: string
  /** When its first span began; milliseconds of the Unix epoch, with a fraction. */
  readonly startMs: number
  /** From its first begin to its last end. */
  readonly durationMs: number
  /** The span without a parent that began first; absent while none has come. */
  readonly root?: TraceRoot
  /**
   * The subject of the message that it is about: the root's, else the first that the root's service published, rather than one
   * that it asked another service something with; absent if it has no message.
   */
  readonly subject?: string
  readonly spanCount: number
  /** How many of them are hops of servers. */
  readonly hopCount: number
  readonly errorCount: number
  /** Services that took part, in the order in which they began, 12 at the most; NATS servers are none of them. */
  readonly services: readonly string[]
  /** How many services took part. */
  readonly serviceCount: number
  /** The highest delivery count of any of its messages from a stream; 0 if none came from a stream. */
  readonly maxDeliveryCount: number
  /** What a reader should know of it, in this order. */
  readonly flags: readonly TraceFlag[]
}

export interface TraceRoot {
  readonly service: string
  /** The span's name. */
  readonly name: string
}

/**
 * - `error`: a span failed
 * - `redelivered`: a message was delivered more than once
 * - `dead-letter`: a message was given up
 * - `broken-context`: a message came without the context it should have had
 * - `missing-spans`: a span names a parent that is not there
 * - `account-stop`: the trace ends at an account that does not allow it on
 * - `dry-run`: messages were traced without being delivered
 */
export type TraceFlag =
  | 'error'
  | 'redelivered'
  | 'dead-letter'
  | 'broken-context'
  | 'missing-spans'
  | 'account-stop'
  | 'dry-run'

/** `GET /api/v1/traces`: the newest first. */
export interface TraceList {
  readonly traces: readonly TraceSummary[]
  /** What to give as `before` to get the traces after these; absent if these are the last. */
  readonly next?: string
  readonly coverage: Coverage
  /** The change that the list rests on: who follows from there on misses nothing, and is told some of it again. */
  readonly revision: string
  /** With no trace found: the term of the query without which there would be some. */
  readonly narrowestTerm?: string
}

/** How much of the stream an answer rests on, so that none says "nothing" where it should say "not yet". */
export interface Coverage {
  /** The stream that is read; absent when none is. */
  readonly stream?: string
  /** The first and last sequence that the index has read; 0 when it has read nothing. */
  readonly firstSequence: number
  readonly lastSequence: number
  /** Messages of the stream that the index has yet to read. */
  readonly pending: number
  /** Whether everything that the stream holds is in the index. */
  readonly isComplete: boolean
}
