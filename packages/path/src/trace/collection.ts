import { assemble } from '../assemble/assemble.ts'
import type { Assembly } from '../assemble/assembly.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import type { TraceReport } from '../event/trace-report.ts'
import type { Heard } from './heard.ts'

/** What servers reported of a message, and the way that it makes. */
export interface Collection {
  /** Every server that is known to have had the message reported. */
  readonly complete: boolean
  readonly assembly: Assembly
  /** What servers reported, in the order of arrival. */
  readonly events: readonly TraceEvent[]
  /** What servers published, each at the place of its event: what `events` was read from. */
  readonly reports: readonly TraceReport[]
  /** When each event of `events` arrived: nanoseconds since 1970 by the clock of this machine. */
  readonly receivedAtUnixNano: readonly bigint[]
}

/** What was heard until now. */
export function toCollection({ complete, events, reports, receivedAtUnixNano }: Heard): Collection {
  return {
    complete,
    assembly: assemble(events),
    events: [...events],
    reports: [...reports],
    receivedAtUnixNano: [...receivedAtUnixNano],
  }
}
