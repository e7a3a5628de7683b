import type { TraceState } from '@opentelemetry/api'
import type { SpanIds } from './span-ids.ts'

/** What a span continues: the span that is its parent, or a trace that begins with it. */
export interface SpanOrigin extends SpanIds {
  /** The low 8 bits are the trace flags. */
  readonly flags: number
  readonly traceState: TraceState | undefined
  /** Whether the parent is in another process. @default false */
  readonly isRemote?: boolean
}
