import type { TraceEvent } from '../event/trace-event.ts'
import type { TraceReport } from '../event/trace-report.ts'
import { HopAccount } from './hop-account.ts'
import { unixNanoNow } from './unix-nano-now.ts'

/** What servers said of a message so far. */
export interface Heard {
  readonly events: readonly TraceEvent[]
  /** What the events were read from, in the same order. */
  readonly reports: readonly TraceReport[]
  /** By our clock, when each event came, in the same order. */
  readonly receivedAtUnixNano: readonly bigint[]
  /** By the clock of `performance.now()`, when the last event came. */
  readonly lastAt: number | undefined
  readonly complete: boolean
}

/** A {@link Heard} that events are added to as they arrive. */
export class GrowingHeard implements Heard {
  readonly events: TraceEvent[] = []
  readonly reports: TraceReport[] = []
  readonly receivedAtUnixNano: bigint[] = []
  readonly #account = new HopAccount()
  #lastAt: number | undefined

  get complete(): boolean {
    return this.#account.complete
  }

  get lastAt(): number | undefined {
    return this.#lastAt
  }

  add(event: TraceEvent, report: TraceReport): void {
    this.events.push(event)
    this.reports.push(report)
    this.receivedAtUnixNano.push(unixNanoNow())
    this.#account.add(event)
    this.#lastAt = performance.now()
  }
}
