/** What is stored in TELEMETRY, and what of it a backend is to have in the end. */
export interface ChaosRecord {
  readonly subject: string
  readonly data: Uint8Array
  /** How {@link data} is compressed, as `Content-Encoding` has it; absent when it is plain. */
  readonly encoding?: 'gzip'
  /** A name for each span, log record and data point in it, which no other has; see `idsIn`. */
  readonly ids: readonly string[]
  /** Whether it can never be sent, and is to become a dead letter. */
  readonly isPoison: boolean
}
