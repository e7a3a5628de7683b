/** What the index can be asked. Times are milliseconds of the Unix epoch; both ends are optional. */
export type IndexRequest =
  | TracesRequest
  | { readonly type: 'trace'; readonly traceId: string }
  | { readonly type: 'span'; readonly traceId: string; readonly spanId: string }
  /** The details of every span of a trace, by the span's id. */
  | { readonly type: 'spans'; readonly traceId: string }
  | { readonly type: 'events'; readonly traceId: string }
  | { readonly type: 'journey'; readonly traceId: string }
  | { readonly type: 'trace-map'; readonly traceId: string }
  /** The spans themselves, as OTLP JSON. */
  | { readonly type: 'otlp'; readonly traceId: string }
  | ({ readonly type: 'map' } & TimeRange)
  | ({ readonly type: 'services' } & TimeRange)
  | ({ readonly type: 'service-graph' } & TimeRange)
  | ({ readonly type: 'facets' } & TimeRange)
  | { readonly type: 'metrics' }
  | ({
      readonly type: 'messages'
      readonly limit?: number
      readonly before?: string
    } & TimeRange & {
        /** The stream; absent for all. */
        readonly stream?: string
      })
  | { readonly type: 'message'; readonly stream: string; readonly sequence: number }
  | { readonly type: 'index-status' }

export interface TimeRange {
  readonly fromMs?: number
  readonly toMs?: number
}

export interface TracesRequest extends TimeRange {
  readonly type: 'traces'
  /** In the query language; empty for all. */
  readonly query: string
  /** @default 50 */
  readonly limit?: number
  /** `next` of the answer before. */
  readonly before?: string
  readonly sort?: 'newest' | 'slowest'
  /** Only these, 500 at the most: for those who follow changes. */
  readonly traceIds?: readonly string[]
}
