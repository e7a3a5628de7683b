import type { Coverage, TraceSummary } from './trace-summary.ts'

/**
 * What `GET /api/v1/live` tells, as server-sent events of these names with `data` in JSON, or, with `Accept:
 * application/x-ndjson`, one a line with the name as `event`.
 *
 * A trace is told of when its first spans come, and again when it changes, ten times a second at the most together.
 */
export type LiveEvent =
  | { readonly event: 'traces'; readonly traces: readonly TraceSummary[] }
  /** Of what changed these do not match, or not any more: they are to be taken out of a list, if they are in it. */
  | { readonly event: 'left'; readonly traceIds: readonly string[] }
  | { readonly event: 'coverage'; readonly coverage: Coverage }
  /** Traces were not told of since the reader was too slow. */
  | { readonly event: 'skipped'; readonly traces: number }
