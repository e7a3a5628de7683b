import type { ResourceSpans } from '@hopscope/observe/otlp'
import type { DeadLetter } from '../api/message-view.ts'
import type { ProbeRequest, ProbeResult } from '../api/probe-view.ts'
import type { ReplayResult } from '../api/replay-result.ts'
import type { SourceStatus } from '../api/status-view.ts'
import type { IndexRequest } from '../trace-index/index-request.ts'
import type { AddedRecord, AddResult, TraceIndex } from '../trace-index/trace-index.ts'

/** What the viewer's server answers from. What is absent cannot be asked for, and the page says so. */
export interface ViewerPorts {
  readonly index: IndexPort
  /** How the connection to NATS is. @default there is none */
  readonly connection?: () => ConnectionStatus
  readonly probe?: ProbePort
  readonly deadLetters?: DeadLetterPort
  /**
   * Whether the page may publish: deliver a probe, replay dead letters. @default false
   */
  readonly canPublish?: boolean
}

/** The connection, without anything that is secret. */
export type ConnectionStatus = Pick<SourceStatus, 'state' | 'server' | 'account'>

/** The little of a trace index that the server needs. */
export interface IndexPort extends Pick<
  TraceIndex,
  'rebuild' | 'onChange' | 'coverage' | 'revision' | 'source'
> {
  /**
   * As {@link TraceIndex.ask}.
   *
   * @param signal - that nobody waits for the answer any more
   */
  ask(request: IndexRequest, signal?: AbortSignal): Promise<Uint8Array | undefined>
  /** As {@link TraceIndex.add}. */
  add(records: readonly AddedRecord[]): Promise<Taken>
}

/** What became of what was added. */
export interface Taken extends AddResult {
  /** Spans or data points that were more than the index keeps. @default 0 */
  readonly dropped?: number
}

/** Sends a message through the servers and tells which way it takes. */
export interface ProbePort {
  /** @throws an error with a `code` and a `hint` when the message cannot be traced */
  probe(request: ProbeRequest, signal: AbortSignal): Promise<Probed>
}

/** A probe, and the spans of its way, which the index is to keep. */
export interface Probed {
  readonly result: ProbeResult
  readonly spans: readonly ResourceSpans[]
}

/** Reads and replays dead letters. */
export interface DeadLetterPort {
  /** The newest first. */
  list(options: { readonly limit: number; readonly signal: AbortSignal }): Promise<DeadLetters>
  /** `undefined` when there is no such letter; absent when none may be replayed. */
  replay?(stream: string, sequence: number): Promise<ReplayResult | undefined>
}

export interface DeadLetters {
  readonly letters: readonly DeadLetter[]
  /** Streams that were looked at. */
  readonly streams: readonly string[]
}
