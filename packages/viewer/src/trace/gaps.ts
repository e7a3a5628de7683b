import { formatDuration, settlementOf, type JourneyNode } from '@hopscope/path'
import type { Gap } from '../api/trace-view.ts'
import type { HandOvers } from './hand-over.ts'
import { deliveryCountOf } from './row-flags.ts'
import type { Stretch } from './stretches.ts'
import { longest } from './time-shares.ts'
import type { TraceRows } from './trace-rows.ts'

/**
 * The stretches in which a message was on its way or waited, by row. A stretch that ends before it
 * begins, by two clocks that differ, is told as such and moves nothing.
 */
export function toGaps(
  rows: TraceRows,
  over: HandOvers,
  stretches: readonly Stretch[],
): readonly Gap[] {
  const { nodes, services, starts } = rows
  // Labels last, and only of those that are shown.
  return longest(stretches, MAX_GAPS, ({ durationNs }) =>
    durationNs < 0 ? Infinity : durationNs,
  ).map(toGap)

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

// What was not settled comes again when the consumer's ack wait is over.
function pauseOf({ span }: JourneyNode): string {
  return settlementOf(span) === 'nak' ? 'back-off' : 'ack wait'
}
