import type { TraceReply } from '../trace/trace-reply.ts'
import type { ClockBounds } from './clock-offset.ts'

/** What is known of a trace besides the servers' events. */
export interface Facts {
  /** What `examineStreams` found. @default none: what a dry run cannot see stays unseen */
  readonly streams?: readonly StreamFacts[]
  /** What `clockBounds` found. @default none: clocks are taken to be right */
  readonly clocks?: ClockBounds
  /** The `replies` of a dry run that asked for them. @default none: what requesters are told stays unseen */
  readonly replies?: readonly TraceReply[]
}

/** A stream by the server that reported it, as JetStream domains may have streams of one name. */
export interface StreamOnServer {
  readonly stream: string
  readonly server: string
}

/** What a stream says of itself; or why it says nothing. */
export type StreamFacts = ExaminedStream | UnexaminedStream

/** A stream as it was when it was asked. */
export interface ExaminedStream extends StreamOnServer {
  readonly messages: number
  readonly bytes: number
  /** Which limit is reached, in words with figures; absent while the stream takes more. */
  readonly full?: string
  /** Where the message is in the stream; absent when it is not, is not the last of its subject, or cannot be known for sure. */
  readonly sequence?: number
  /** The consumers whose filters match the message. */
  readonly consumers: readonly ConsumerFacts[]
  /** Why there may be more consumers than those; absent when they are all. */
  readonly consumersUnavailable?: Unavailable
}

/** A stream that could not be asked. */
export interface UnexaminedStream extends StreamOnServer, Unavailable {}

/** Why something could not be asked. */
export interface Unavailable {
  /** Why: it is of another account, the user may not ask, or JetStream did not answer. */
  readonly unavailable: string
  /** What to change so that it can be asked; absent when nothing is known to help. */
  readonly hint?: string
}

/** A consumer that gets the message. */
export interface ConsumerFacts {
  readonly name: string
  /** Messages it has yet to be given. */
  readonly pending: number
  /** Messages it was given and did not acknowledge. */
  readonly ackPending: number
  readonly paused: boolean
}

/** What is known of a stream that a server reported; `undefined` if it was not asked. */
export function factsOf(
  facts: readonly StreamFacts[],
  { stream, server }: StreamOnServer,
): StreamFacts | undefined {
  return facts.find((fact) => fact.stream === stream && fact.server === server)
}
