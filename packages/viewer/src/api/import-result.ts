/** `POST /api/v1/import`: what was added to the index. */
export interface ImportResult {
  /** Traces that spans were added to, in the order of the file, 1000 at the most. */
  readonly traceIds: readonly string[]
  /** How many spans the file has. */
  readonly spans: number
}
