import { type Coverage, type TraceSummary } from './trace-summary.ts'

/**
 * What `GET /api/v1/live` tells, as server-sent events of these names with `data` in JSON, or, with `Accept:
 * application/x-ndjson`, one a line with the name as `event`.
 *
 * A trace is told of when its first spans come, and again when it changes, ten times a second at the most together.
 */
export type LiveEvent =
  | { readonly event: 'traces'; readonly traces: readonly TraceSummary[] }
  | { readonly event: 'coverage'; readonly coverage: Coverage }
  /** Traces were not told of since the reader was too slow. */
  | { readonly event: 'skipped'; readonly traces: number }
