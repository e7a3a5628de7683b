import type { Facts, Trace } from '@hopscope/path'

/** A trace that was just made, or one that was saved. */
export interface TraceRecord
  extends
    Pick<
      Trace,
      'assembly' | 'complete' | 'dryRun' | 'durationMs' | 'events' | 'reports' | 'subject'
    >,
    Partial<
      Pick<
        Trace,
        'producerSpanId' | 'receivedAtUnixNano' | 'replies' | 'sentAtUnixNano' | 'traceId'
      >
    > {
  /** What is known besides the events: of clocks, of streams if they were asked, of replies. */
  readonly facts: Facts
  /** The context in `traceparent` was made for this trace. @default false: it is somebody else's */
  readonly ownContext?: boolean
}
