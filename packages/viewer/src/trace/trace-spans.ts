import type { SpanWithRole } from '@hopscope/path'

/** The spans of a trace, each once. */
export interface TraceSpans {
  readonly traceId: string
  readonly spans: readonly SpanWithRole[]
  /** Spans that name a parent which is not there. */
  readonly missingParents: number
}
