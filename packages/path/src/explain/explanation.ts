import type { ConnectionKind } from '../event/connection-kind.ts'
import type { StorageOutcome } from '../event/storage-outcome.ts'
import type { LinkTime } from './link-time.ts'
import type { Problem } from './problem.ts'

/** What a trace comes to: who got the message, and where and why the trace ends. */
export interface Explanation {
  readonly verdict: Verdict
  /** How often the message left a server, by kind, and met a stream; kinds that never are left out. */
  readonly counts: readonly EgressCount[]
  /** Where the message or its trace goes no further, why, and what to change. */
  readonly stops: readonly Problem[]
}

/** The outcome of a trace; in a dry run what would be. */
export interface Verdict {
  /** Subscriptions of clients that got the message; a client with two of them counts twice. */
  readonly delivered: number
  /** Every stream that the message met, in the order of the tree. */
  readonly streams: readonly StreamVerdict[]
  /** Whether a subscriber got it, or a stream has it: now, or from before. */
  readonly received: boolean
  /** Names of the servers that reported. */
  readonly servers: readonly string[]
  /** From the first ingress to the last thing that is known, without the differences of clocks. */
  readonly durationNanos: bigint
  /** Absent when no time between two servers is known. */
  readonly slowestLink?: SlowestLink
  /** Nothing was delivered or stored. */
  readonly dryRun: boolean
  /** The way is known from the client on, and every server on it reported. */
  readonly complete: boolean
  /** What else is wrong or not to be relied on; where the trace ends is in {@link Explanation.stops}. */
  readonly problems: readonly Problem[]
}

/** A stream that the message met. */
export interface StreamVerdict {
  readonly stream: string
  /** The server that reported it: the leader of the stream. */
  readonly server: string
  readonly outcome: StorageOutcome
  /** Whether the stream itself was asked; if not, it may be full, which a dry run does not see. */
  readonly examined: boolean
  /** Why the stream rejects it; absent unless it does. */
  readonly reason?: string
  /** The same for programs, `err_code` of JetStream; absent unless a reply told it. */
  readonly errorCode?: number
  /** Where the message is in the stream; absent when that is not known, as always before a delivery. */
  readonly sequence?: number
}

/** The way between two servers that took the longest. */
export interface SlowestLink extends LinkTime {
  readonly from: string
  readonly to: string
}

/** How often a message left servers for receivers of one kind. */
export interface EgressCount {
  /** `jetstream` counts the streams that the message met. */
  readonly kind: ConnectionKind
  readonly count: number
}
