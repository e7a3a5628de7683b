import type { ConnectionKind } from '../event/connection-kind.ts'
import type { Egress, TraceEvent } from '../event/trace-event.ts'

/** A server the message passed through, and where it sent the message on to. */
export interface Hop {
  readonly event: TraceEvent
  /** How the server before sent the message here; absent when that one did not tell. */
  readonly via?: Egress
  /** The servers it sent the message to and that reported, in the order of sending. */
  readonly next: readonly Hop[]
  /** The servers it sent the message to and that did not report. */
  readonly missing: readonly MissingHop[]
}

/** A server that had the message and of which no trace event came. */
export interface MissingHop {
  /** The number of its hop; empty for the server the client published to. */
  readonly hop: string
  /** The name of the server that is silent. */
  readonly server: string
  /**
   * Whether its event is waited for. What a leaf node reports of a message from another account stays
   * in that account, and never comes to the inbox of an ad-hoc trace.
   */
  readonly owed: boolean
  /** By what it got the message; absent when no other server said that it sent the message there. */
  readonly kind?: ConnectionKind
  /** The event that announced it; absent when only a hop after it tells that it was there. */
  readonly announcedBy?: TraceEvent
  /** The servers that got the message from it. */
  readonly next: readonly Hop[]
}

/** The way of a message, as far as the servers told it. */
export interface Assembly {
  /** Hops with nothing before them; more than one if the origin is too old or did not report. */
  readonly roots: readonly Hop[]
  /** Every hop that is known of and did not report. Those without `announcedBy` stand beside the roots. */
  readonly missing: readonly MissingHop[]
  /** How many servers reported. */
  readonly hopCount: number
  /** How many events came more than once. */
  readonly duplicates: number
  /** The way is known from the client on, and no event is owed any more. */
  readonly complete: boolean
}

/** Every hop that reported, each before those after it, also those behind a silent server. */
export function* hopsOf(assembly: Assembly): Generator<Hop> {
  const stack = [...assembly.roots, ...assembly.missing.flatMap(({ next }) => next)].toReversed()
  for (let hop = stack.pop(); hop !== undefined; hop = stack.pop()) {
    yield hop
    for (const next of hop.next.toReversed()) stack.push(next)
  }
}
