import { isDeadLetter, settlementOf, textOf, type JourneyNode } from '@hopscope/path'
import type { JourneyAttempt, JourneyReceiver, JourneyStore } from '../api/journey-view.ts'
import type { Attempt } from './attempt.ts'
import { receiverKey, receiverName } from './attempts.ts'
import { findDeadLetter } from './find-dead-letter.ts'
import type { HandOvers } from './hand-over.ts'
import type { Message } from './messages.ts'
import { reasonOf } from './reason-of.ts'
import { deliveryCountOf, isFailed } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import type { TraceRows } from './trace-rows.ts'

/** What is known of a message besides its rows. */
export interface Known {
  readonly over: HandOvers
  readonly stores: readonly JourneyStore[]
}

/** Who got a message, by time, with every attempt to handle it. */
export function journeyReceivers(
  rows: TraceRows,
  { members }: Message,
  known: Known,
): readonly JourneyReceiver[] {
  const byReceiver = new Map<string, Attempt[]>()
  const obituaries: Attempt[] = []
  for (const row of members) {
    const node = rows.nodes[row]
    if (node?.role !== 'consumer') continue
    if (isDeadLetter(node.span)) {
      obituaries.push({ row, node })
      continue
    }
    // Subscriptions of one service without a queue group each get the message once.
    const key = deliveryCountOf(node) === 0 ? `${row}` : receiverKey(node)
    const attempts = byReceiver.get(key) ?? []
    attempts.push({ row, node })
    byReceiver.set(key, attempts)
  }
  return [...byReceiver.values()]
    .map((attempts) =>
      toReceiver(rows, attempts.toSorted(byNumber(rows)), { ...known, obituaries }),
    )
    .toSorted((a, b) => (a.attempts[0]?.startNs ?? 0) - (b.attempts[0]?.startNs ?? 0))
}

function byNumber({ starts }: TraceRows): (a: Attempt, b: Attempt) => number {
  return (a, b) =>
    deliveryCountOf(a.node) - deliveryCountOf(b.node) ||
    (starts[a.row] ?? 0) - (starts[b.row] ?? 0) ||
    a.row - b.row
}

function toReceiver(
  rows: TraceRows,
  attempts: readonly Attempt[],
  known: Known & { readonly obituaries: readonly Attempt[] },
): JourneyReceiver {
  const attributes = attempts[0]?.node.span.attributes ?? {}
  const consumer = receiverName(attributes)
  const stream = textOf(attributes, 'messaging.nats.stream.name')
  const deadLetter = findDeadLetter(rows, attempts, known.obituaries)
  return {
    service: serviceOf(attempts[0]?.node.resource ?? {}),
    ...(consumer !== undefined && { consumer }),
    ...(stream !== undefined && { stream }),
    attempts: attempts.map((attempt, index) => {
      const { row, node } = attempt
      const start = rows.starts[row] ?? 0
      const end = rows.ends[row] ?? 0
      const error = isFailed(node) ? (reasonOf(node.span) ?? 'failed') : undefined
      const isLast = index === attempts.length - 1
      return {
        row,
        number: deliveryCountOf(node) || index + 1,
        startNs: start,
        durationNs: end - start,
        waitedNs: Math.max(0, start - waitedFrom(rows, attempts, { index, known })),
        outcome: outcomeOf(node, isLast),
        ...(error !== undefined && { error }),
      }
    }),
    ...(deadLetter !== undefined && { deadLetter }),
  }
}

function waitedFrom(
  { ends }: TraceRows,
  attempts: readonly Attempt[],
  { index, known }: { readonly index: number; readonly known: Known },
): number {
  const before = attempts[index - 1]
  if (before !== undefined) return ends[before.row] ?? 0
  const row = attempts[index]?.row ?? -1
  const attributes = attempts[index]?.node.span.attributes ?? {}
  const stream = textOf(attributes, 'messaging.nats.stream.name')
  const store = known.stores.find((at) => at.stream === stream)
  return store?.atNs ?? known.over.leftNs(row)
}

// What was not settled and came again had its time run out. Only a stream waits to be told.
function outcomeOf(node: JourneyNode, isLast: boolean): JourneyAttempt['outcome'] {
  const settlement = settlementOf(node.span)
  if (settlement === 'ack' || settlement === 'nak' || settlement === 'term') return settlement
  if (textOf(node.span.attributes, 'messaging.nats.stream.name') === undefined) return 'none'
  return isLast ? 'open' : 'timeout'
}
