import type { Clock } from '../link/link-latency.ts'

/** What `hopscope trace --count --json` prints; fields are added, but do not change or go. */
export interface CountDocument {
  readonly subject: string
  readonly dryRun: boolean
  /** How often the message was traced. */
  readonly runs: number
  /** In how many of them every server reported. */
  readonly complete: number
  /** In how many of them somebody got the message. */
  readonly received: number
  readonly subscribers: readonly CountedSubscriber[]
  readonly links: readonly CountedLink[]
}

/** A subscriber, and how many of the messages it got. */
export interface CountedSubscriber {
  readonly server: string
  /** The name of its connection; may be empty. */
  readonly name: string
  readonly cid: number | undefined
  readonly subscription: string | undefined
  /** Members of one group share the messages. */
  readonly queue: string | undefined
  readonly messages: number
}

/** A way from one server to the next, and how long it took; times are in milliseconds. */
export interface CountedLink {
  readonly from: string
  readonly to: string
  readonly messages: number
  /** Times are absent when it is `skewed`, as they would be worth nothing. */
  readonly clock: Clock
  readonly p50Ms?: number
  /** By how much it may be off, either way; absent unless clocks are `bounded`. */
  readonly p50UncertaintyMs?: number
  readonly p95Ms?: number
  /** As for the other. */
  readonly p95UncertaintyMs?: number
}
