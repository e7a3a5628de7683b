import { hopsOf, type Assembly } from '../assemble/assembly.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import { clockKey, type ClockBounds } from '../explain/clock-offset.ts'
import { formatDuration } from '../text/format-duration.ts'

/** The figures that say when something happened on the server of an event: one of them, or none. */
export type TimeColumn = (event: TraceEvent, timeUnixNano: bigint) => readonly string[]

/** Without times. */
export const noTimeColumn: TimeColumn = () => []

/**
 * Times since the message came to the first server, each by the clock of its own server; a clock
 * that is certainly off is set right as far as its bounds tell.
 */
export function timeColumn(assembly: Assembly, clocks?: ClockBounds): TimeColumn {
  const corrected = ({ server }: TraceEvent, timeUnixNano: bigint): bigint => {
    const { minNanos = 0n, maxNanos = 0n } = clocks?.get(clockKey(server)) ?? {}
    return minNanos <= 0n && maxNanos >= 0n
      ? timeUnixNano
      : timeUnixNano - (minNanos + maxNanos) / 2n
  }
  const [origin] = assembly.roots
  const [first] = origin === undefined ? hopsOf(assembly) : [origin]
  if (first === undefined) return noTimeColumn

  const start = corrected(first.event, first.event.ingress.timeUnixNano)
  return (event, timeUnixNano) => [formatDuration(corrected(event, timeUnixNano) - start)]
}
