import type { Coverage } from './trace-summary.ts'

/** `GET /api/v1/status`: what is read, what is kept, and what is wrong. */
export interface StatusView {
  readonly version: string
  /** What the viewer reads from. */
  readonly source: SourceStatus
  readonly coverage: Coverage
  readonly index: IndexStatus
  /** How many pages follow live. */
  readonly liveClients: number
  /** Whether the page may publish: probe for real, replay dead letters. */
  readonly canPublish: boolean
  /** The port of the receiver of OTLP over HTTP; absent if there is none. */
  readonly otlpPort?: number
}

export interface SourceStatus {
  readonly state: 'connected' | 'reconnecting' | 'closed' | 'none'
  /** Server and account as they may be shown: without credentials. */
  readonly server?: string
  readonly account?: string
  readonly stream?: string
  /**
   * `missing` when there is no such stream, `denied` when this user may not read it, `unavailable` when that is not known,
   * such as when its server did not answer in time.
   */
  readonly streamState: 'reading' | 'missing' | 'denied' | 'unavailable' | 'none'
  /** What to do about it, as a sentence; absent when all is well. */
  readonly hint?: string
}

export interface IndexStatus {
  readonly state: 'ready' | 'rebuilding' | 'failed'
  /** Absent when the index is in memory. */
  readonly path?: string
  readonly bytes: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly traces: number
  readonly spans: number
  readonly hops: number
  readonly logs: number
  readonly metrics: number
  /** Messages that could not be read, with the last reason. */
  readonly unreadable: number
  readonly lastUnreadable?: string
  /** Spans that came when a limit was reached. */
  readonly dropped: number
  /** Why the index was built anew, if it was: `corrupt`, `stream recreated`, `schema`, `asked`. */
  readonly rebuiltBecause?: string
}

/** `GET /api/v1/facets`: what there is to filter by, the most frequent first, 50 of each. */
export interface FacetList {
  readonly services: readonly Facet[]
  readonly subjects: readonly Facet[]
  readonly streams: readonly Facet[]
  readonly consumers: readonly Facet[]
  readonly accounts: readonly Facet[]
  readonly coverage: Coverage
}

/** What there is to filter by, without how much of the stream it rests on. */
export type FacetsView = Omit<FacetList, 'coverage'>

export interface Facet {
  readonly value: string
  /** Spans. */
  readonly count: number
}
