import type { TimeKind } from '../api/trace-view.ts'
import type { HandOvers } from './hand-over.ts'
import { isHop } from './row-role.ts'
import type { TraceRows } from './trace-rows.ts'

/** The time in which a message was on its way to a row, or waited. */
export interface Stretch {
  readonly kind: TimeKind
  /** Who had it; empty where nobody did. */
  readonly of: string
  readonly row: number
  /** The row of the attempt before; -1 for the first. */
  readonly previous: number
  /** Nanoseconds since the begin of the trace. */
  readonly startNs: number
  /** Below 0 where two clocks contradict each other. */
  readonly durationNs: number
}

/** The stretches in which a message was on its way or waited, by row; those of no time are left out. */
export function stretchesOf(rows: TraceRows, over: HandOvers): readonly Stretch[] {
  const { nodes, parents, roles, starts, ends } = rows
  const stretches: Stretch[] = []
  for (let row = 0; row < nodes.length; row++) {
    const role = roles[row]
    const isArrival = role === 'consumer' || (role !== undefined && isHop(role))
    const above = parents[row] ?? -1
    if (!isArrival || above < 0 || roles[above] === 'missing') continue
    const previous = over.attempts[row] ?? -1
    const from = previous < 0 ? over.leftNs(row) : (ends[previous] ?? 0)
    const durationNs = (starts[row] ?? 0) - from
    if (durationNs === 0) continue
    const { kind, of } = over.waitOf(row)
    if (kind !== 'unknown') stretches.push({ kind, of, row, previous, startNs: from, durationNs })
  }
  return stretches
}
