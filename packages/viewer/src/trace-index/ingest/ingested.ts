/** What became of messages. */
export interface Ingested {
  /** Traces with new spans or log records. */
  readonly changed: readonly string[]
  /** Traces of all spans, in their order. */
  readonly traceIds: readonly string[]
  readonly spans: number
  readonly logRecords: number
  readonly points: number
  /** Spans and data points that were more than is kept. */
  readonly dropped: number
  readonly unreadable: number
  readonly problem?: string
}
