import type { TraceSummary } from './trace-summary.ts'

/**
 * `GET /api/v1/traces/{traceId}`: a trace as the page draws it, without attributes.
 *
 * A row is a span. Rows are in the order of the tree, each parent before its children and each subtree
 * in one piece; children are by start. A consumer is below the hop or the stream that delivered to it.
 * Every list of {@link TraceRows} has one entry a row.
 */
export interface TraceView {
  readonly traceId: string
  readonly summary: TraceSummary
  /** Begin of the trace; nanoseconds of the Unix epoch, as a decimal text since they exceed a double. */
  readonly startUnixNano: string
  readonly durationNs: number
  /** What became of the message and where the time went, as one sentence. */
  readonly verdict: string
  /** Names, services and details, once each; rows name them by their index. */
  readonly strings: readonly string[]
  readonly rows: TraceRows
  /** Where the time of the trace went, by kind, longest first; together the whole duration. */
  readonly time: readonly TimeShare[]
  /** Stretches between a message's publishing and its handling. */
  readonly gaps: readonly Gap[]
  /** What the duration of the trace depends on, by time; the stretches do not overlap. */
  readonly criticalPath: readonly CriticalStretch[]
  /** More spans than are shown; absent if all are. */
  readonly omittedSpans?: number
}

/** Rows as columns: JSON of a hundred thousand rows stays small, and parses fast. */
interface TraceRows {
  /** Span ids, 16 hex digits a row, without anything between them; 16 zeros for a span that is missing. */
  readonly spanIds: string
  /** The row above; -1 for a root. Always less than the row itself. */
  readonly parents: readonly number[]
  /** Index into `strings`. */
  readonly names: readonly number[]
  /** Index into `strings`: the service, or the server's name for hops, or the stream's. */
  readonly services: readonly number[]
  /** Index into {@link ROW_ROLES}. */
  readonly roles: readonly number[]
  /** Since the begin of the trace, nanoseconds. */
  readonly starts: readonly number[]
  /** Nanoseconds. */
  readonly durations: readonly number[]
  /** Bits of {@link ROW_FLAGS}. */
  readonly flags: readonly number[]
  /** Index into `strings`: a few words, such as `leaf node → C3` or `attempt 2, nak, no such address`; 0, the empty text, for none. */
  readonly details: readonly number[]
}

/**
 * What a row stands for: `work` of an application, `producer`, `consumer` or `client` where it sends or gets a
 * message, a `hop` of a server by the connection it came in on, what a server did with the message (`store`,
 * `mapping`), or a span that others name and nobody has (`missing`).
 */
export const ROW_ROLES = [
  'work',
  'producer',
  'consumer',
  'client',
  'hop-client',
  'hop-route',
  'hop-gateway',
  'hop-leafnode',
  'hop-account',
  'hop-jetstream',
  'hop-other',
  'store',
  'mapping',
  'missing',
] as const

export type RowRole = (typeof ROW_ROLES)[number]

export const ROW_FLAGS = {
  error: 1,
  /** Of a message that had been delivered before. */
  redelivered: 2,
  /** The message was given up here, or this is its dead letter. */
  deadLetter: 4,
  /** The context of the message was missing, malformed or ignored. */
  brokenContext: 8,
  hasEvents: 16,
  hasLinks: 32,
  /** Traced without being delivered or stored. */
  dryRun: 64,
  /** The span has a link whose other end is another trace. */
  linksOut: 128,
} as const

/**
 * Where time goes: in the sending client until the first server has the message (`client`), in servers (`server`),
 * between servers (`link`), in a stream until a consumer gets the message (`stream`), between the last server and the handler (`delivery`),
 * in handlers (`handler`), in other work of applications (`work`), or nowhere that a span tells of (`unknown`).
 */
export type TimeKind =
  | 'client'
  | 'server'
  | 'link'
  | 'stream'
  | 'delivery'
  | 'handler'
  | 'work'
  | 'unknown'

export interface TimeShare {
  readonly kind: TimeKind
  /** Who took it, such as `ORDERS` or `billing`; absent where several did. */
  readonly of?: string
  readonly durationNs: number
}

export interface Gap {
  readonly kind: TimeKind
  /** The row that the gap ends with. */
  readonly row: number
  /** Since the begin of the trace. */
  readonly startNs: number
  readonly durationNs: number
  /** What it is, in a few words, such as `waiting in ORDERS` or `back-off after attempt 2`. */
  readonly label: string
}

export interface CriticalStretch {
  readonly row: number
  /** Since the begin of the trace. */
  readonly startNs: number
  readonly endNs: number
}
