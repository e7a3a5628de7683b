import { formatDuration, settlementOf, type JourneyNode } from '@hopscope/path'
import { type Gap } from '../api/trace-view.ts'
import { type HandOvers } from './hand-over.ts'
import { deliveryCountOf } from './row-flags.ts'
import { isHop } from './row-role.ts'
import { longest } from './time-shares.ts'
import { type TraceRows } from './trace-rows.ts'

/**
 * The stretches in which a message was on its way or waited, by row. A stretch that ends before it
 * begins, by two clocks that differ, is told as such and moves nothing.
 */
export function toGaps(rows: TraceRows, over: HandOvers): readonly Gap[] {
  const { nodes, parents, roles, services, starts, ends } = rows
  const gaps: Stretch[] = []
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
    if (kind !== 'unknown') gaps.push({ kind, of, row, previous, startNs: from, durationNs })
  }
  // Labels last, and only of those that are shown.
  return longest(gaps, MAX_GAPS, ({ durationNs }) => (durationNs < 0 ? Infinity : durationNs)).map(
    toGap,
  )

  function toGap(stretch: Stretch): Gap {
    const { kind, row, startNs, durationNs } = stretch
    if (durationNs < 0) return clocksDiffer(row, durationNs)
    return { kind, row, startNs, durationNs, label: labelOf(stretch) }
  }

  function labelOf({ kind, of, row, previous }: Stretch): string {
    if (previous >= 0) return backOff(previous)
    if (kind === 'stream') return `waiting in ${of}`
    if (kind === 'delivery') return `on its way to ${of}`
    const from = services[over.senderRows[row] ?? -1] ?? ''
    return `${from} → ${services[row] ?? ''}`
  }

  function backOff(previous: number): string {
    const node = nodes[previous]
    if (node === undefined || node.role === 'missing') return 'waiting'
    return `${pauseOf(node)} after attempt ${deliveryCountOf(node)}`
  }

  function clocksDiffer(row: number, durationNs: number): Gap {
    const by = formatDuration(BigInt(-durationNs))
    const label = `clocks differ by ${by} or more`
    return { kind: 'unknown', row, startNs: starts[row] ?? 0, durationNs: 0, label }
  }
}

const MAX_GAPS = 5000

/** A gap that may be one of those that are shown; by clocks that differ it may be below 0. */
interface Stretch extends Omit<Gap, 'label'> {
  readonly of: string
  /** The row of the attempt before; -1 for the first. */
  readonly previous: number
}

// What was not settled comes again when the consumer's ack wait is over.
function pauseOf({ span }: JourneyNode): string {
  return settlementOf(span) === 'nak' ? 'back-off' : 'ack wait'
}
