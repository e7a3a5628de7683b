import type {
  ConnectionKind,
  Problem,
  StorageOutcome,
  StreamFacts,
  StreamVerdict,
  TraceItem,
} from '@hopscope/path'
import type { Clock } from '../link/link-latency.ts'

/** What `hopscope trace --json` prints; fields are added, but do not change or go. */
export interface TraceDocument {
  readonly subject: string
  /** Nothing was delivered or stored. */
  readonly dryRun: boolean
  /** Every server that is known to have had the message reported. */
  readonly complete: boolean
  /** Absent if the message had a `traceparent` that is malformed. */
  readonly traceId: string | undefined
  /** From the publish to the last report, in milliseconds. */
  readonly durationMs: number
  readonly verdict: TraceVerdict
  /** The tree: each server after the one in `from`. */
  readonly servers: readonly TraceDocumentServer[]
  /** What the streams that it met say of themselves; absent when they were not asked. */
  readonly streams?: readonly StreamFacts[]
}

/** What the trace comes to; in a dry run, what would come of the message. */
export interface TraceVerdict {
  /** Some subscriber or stream got it. */
  readonly received: boolean
  readonly subscribers: number
  readonly streams: readonly string[]
  /** What became of it in each stream that it met, whether that has it or not. */
  readonly storage: readonly StreamVerdict[]
  /** Servers that had the message and did not report. */
  readonly silent: readonly string[]
  /** Where the message or its trace ends, and what else is wrong, with what to do about it. */
  readonly problems: readonly Problem[]
}

/** A server that had the message. */
export interface TraceDocumentServer {
  readonly name: string
  /** The place in `servers` of the one it got the message from; `null` for the first. */
  readonly from: number | null
  /** Number of the hop; empty for the first. */
  readonly hop: string
  /** How long the message took from the one in `from`; absent if that one did not tell. */
  readonly link?: TraceDocumentLink
  /** Absent if the server is silent. */
  readonly report?: TraceDocumentReport
}

/** How long a message was on its way from one server to the next, in milliseconds. */
export interface TraceDocumentLink {
  readonly clock: Clock
  /** Absent when the clocks are `skewed`, as it would be worth nothing. */
  readonly latencyMs?: number
  /** By how much it may be off, either way; absent unless the clocks are `bounded`. */
  readonly uncertaintyMs?: number
}

/** What a server says of itself and the message. */
export interface TraceDocumentReport {
  readonly id: string
  readonly version: string
  readonly cluster: string | undefined
  readonly domain: string | undefined
  readonly messageBytes: number
  readonly headers: readonly string[]
  /** By name; what may be secret is `***`, unless it was asked for. */
  readonly headerValues: Readonly<Record<string, readonly string[]>>
  readonly ingress: {
    readonly kind: ConnectionKind
    readonly name: string
    readonly account: string | undefined
    readonly subject: string
    /** Nanoseconds since 1970, too many for a number of JSON. */
    readonly timeUnixNano: string
    readonly error: string | undefined
  }
  readonly items: readonly TraceDocumentItem[]
}

/** What happened to the message on the server; see `Egress`, `Storage` and `Mapping`. */
export interface TraceDocumentItem {
  readonly type: TraceItem['type']
  readonly timeUnixNano: string
  readonly error?: string | undefined

  // The message left for a client or another server.
  readonly kind?: ConnectionKind
  readonly cid?: number | undefined
  readonly name?: string
  readonly hop?: string | undefined
  readonly subscription?: string | undefined
  readonly queue?: string | undefined

  // It met a stream; `subject` is the one under which it is stored.
  readonly stream?: string
  readonly subject?: string | undefined
  readonly outcome?: StorageOutcome

  // It got another subject, or entered an account.
  readonly from?: string | undefined
  readonly to?: string
  readonly account?: string | undefined
}
