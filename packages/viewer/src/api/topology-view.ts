import type { Coverage } from './trace-summary.ts'

/**
 * `GET /api/v1/map` and `GET /api/v1/traces/{traceId}/map`: servers and their connections as messages crossed them,
 * those of a time range or those of one trace. What no traced message crossed is not there.
 */
export interface TopologyView {
  readonly servers: readonly MapServer[]
  readonly links: readonly MapLink[]
  readonly clients: readonly MapClient[]
  readonly streams: readonly MapStream[]
  /**
   * Of a time range with more than the viewer looks at: of how many traces the map is, the newest ones. Absent where it is
   * of all.
   */
  readonly newestTraces?: number
  /** Of a time range: how much of the stream the map rests on. */
  readonly coverage?: Coverage
  /** Of one trace: the way of its messages, by time. */
  readonly steps: readonly MapStep[]
}

export interface MapServer {
  /** Unique on the map. */
  readonly name: string
  /** Its cluster; absent for a server without one. */
  readonly cluster?: string
  /** The hub's side of a leaf node connection is never a leaf. */
  readonly isLeaf: boolean
  readonly domain?: string
  readonly version?: string
  /** Accounts in which messages came here. */
  readonly accounts: readonly string[]
  /** Traced messages that came here. */
  readonly messages: number
  readonly errors: number
  /** It did not report: what others say of it is all there is. Absent where it did. */
  readonly isSilent?: boolean
}

export interface MapLink {
  /** Server names. */
  readonly from: string
  readonly to: string
  readonly kind: 'route' | 'gateway' | 'leafnode' | 'account' | 'other'
  readonly messages: number
  /** Between the two servers' clocks, which may differ; absent where it cannot be told. */
  readonly p50Ms?: number
  readonly p95Ms?: number
}

export interface MapClient {
  /** The service, or the client's name. */
  readonly service: string
  /** The server it is connected to. */
  readonly server: string
  readonly published: number
  readonly received: number
}

export interface MapStream {
  readonly stream: string
  /** The server that stored for it. */
  readonly server: string
  readonly messages: number
}

export interface MapStep {
  /** Row of the `TraceView`. */
  readonly row: number
  /** Since the begin of the trace. */
  readonly atNs: number
  readonly type: 'publish' | 'hop' | 'store' | 'deliver'
  /** Server, service or stream it came from; absent where it is not known. */
  readonly from?: string
  /** Server, service or stream it came to. */
  readonly to: string
  readonly error?: string
}
