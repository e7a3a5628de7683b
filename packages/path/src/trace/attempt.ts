import { type SpanContext } from '@opentelemetry/api'
import { type TraceEvent } from '../event/trace-event.ts'
import { HopAccount } from './hop-account.ts'

/** One publish of the traced message, and what servers said of it. */
export interface Attempt {
  readonly dryRun: boolean
  readonly spanContext: SpanContext | undefined
  readonly events: readonly TraceEvent[]
  readonly complete: boolean
  /** Milliseconds from the publish to the last event so far. */
  readonly durationMs: number
}

/** An {@link Attempt} that events are added to as they arrive. */
export class GrowingAttempt implements Attempt {
  readonly dryRun: boolean
  readonly spanContext: SpanContext | undefined
  readonly events: TraceEvent[] = []
  readonly #account = new HopAccount()
  readonly #sentAt = performance.now()
  #lastAt = this.#sentAt

  constructor(dryRun: boolean, spanContext: SpanContext | undefined) {
    this.dryRun = dryRun
    this.spanContext = spanContext
  }

  get complete(): boolean {
    return this.#account.complete
  }

  get durationMs(): number {
    return this.#lastAt - this.#sentAt
  }

  add(event: TraceEvent): void {
    this.events.push(event)
    this.#account.add(event)
    this.#lastAt = performance.now()
  }
}
