/** What came to the reply subject of a message that was not delivered. */
export interface TraceReply {
  readonly payload: Uint8Array
  /** The status in the headers, such as 503 when nobody listens; absent when there is none. */
  readonly status?: number
}
