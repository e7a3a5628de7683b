/** `POST /api/v1/import`: what was added to the index. */
export interface ImportResult {
  /** Traces that spans were added to, in the order of the file, 1000 at the most. */
  readonly traceIds: readonly string[]
  /** How many spans were read, those that were there before included. */
  readonly spans: number
  /** Documents of the file that could not be read; 0 as a rule. */
  readonly unreadable: number
  /** Why the last of these could not; absent when all could. */
  readonly problem?: string
}
