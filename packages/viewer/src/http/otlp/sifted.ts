/** A request of which some was malformed, without that. */
export interface Sifted {
  /** What is left, as protobuf. */
  readonly bytes: Uint8Array
  /** Spans, log records or data points that were in the request. */
  readonly total: number
  /** How many of them are not in what is left. */
  readonly rejected: number
}
