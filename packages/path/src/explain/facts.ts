import { type ClockBounds } from './clock-bounds.ts'

/** What is known of a trace besides the servers' events. */
export interface Facts {
  /** What `examineStreams` found. @default none: what a dry run cannot see stays unseen */
  readonly streams?: readonly StreamFacts[]
  /** What `clockBounds` found. @default none: clocks are taken to be right */
  readonly clocks?: ClockBounds
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
  /** The consumers whose filters match the message. */
  readonly consumers: readonly ConsumerFacts[]
}

/** A stream that could not be asked. */
export interface UnexaminedStream extends StreamOnServer {
  /** Why: it is of another account, the user may not ask, or JetStream did not answer. */
  readonly unavailable: string
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
