import type { SpanContext } from '@opentelemetry/api'
import { GrowingHeard, type Heard } from './heard.ts'
import type { TraceReply } from './trace-reply.ts'
import { unixNanoNow } from './unix-nano-now.ts'

/** One publish of the traced message, and what servers said of it. */
export interface Attempt {
  readonly dryRun: boolean
  readonly spanContext: SpanContext | undefined
  readonly heard: Heard
  /** What came to the reply subject, if it is ours. */
  readonly replies: readonly TraceReply[]
  /** By our clock, before the message left, in nanoseconds since 1970. */
  readonly sentAtUnixNano: bigint
  /** Milliseconds from the publish to the last event so far. */
  readonly durationMs: number
}

/** An {@link Attempt} that events are added to as they arrive. */
export class GrowingAttempt implements Attempt {
  readonly dryRun: boolean
  readonly spanContext: SpanContext | undefined
  readonly heard: GrowingHeard = new GrowingHeard()
  readonly replies: TraceReply[] = []
  readonly sentAtUnixNano: bigint = unixNanoNow()
  readonly #sentAt = performance.now()

  constructor(dryRun: boolean, spanContext: SpanContext | undefined) {
    this.dryRun = dryRun
    this.spanContext = spanContext
  }

  get durationMs(): number {
    return (this.heard.lastAt ?? this.#sentAt) - this.#sentAt
  }
}
