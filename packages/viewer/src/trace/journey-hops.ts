import { kindIn, textOf, type ConnectionKind } from '@hopscope/path'
import type { JourneyHop } from '../api/journey-view.ts'
import type { HandOvers } from './hand-over.ts'
import type { Message } from './messages.ts'
import { reasonOf } from './reason-of.ts'
import { isFailed } from './row-flags.ts'
import { rowDetail, rowService } from './row-text.ts'
import type { RowNode } from './row-node.ts'
import type { TraceRows } from './trace-rows.ts'

/** The servers that a message crossed, by time; those that were announced and did not report, too. */
export function journeyHops(
  { nodes, starts }: TraceRows,
  { members }: Message,
  { senderRows }: HandOvers,
): readonly JourneyHop[] {
  const ordered = members
    .filter((row) => isServer(nodes[row]))
    .toSorted((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b)
  const places = new Map(ordered.map((row, index) => [row, index]))
  const hops: JourneyHop[] = []
  for (const row of ordered) {
    const node = nodes[row]
    if (node === undefined) continue
    const from = places.get(senderRows[row] ?? -1) ?? -1
    hops.push({ row, ...serverOf(node), from, startNs: starts[row] ?? 0 })
  }
  return hops
}

function isServer(node: RowNode | undefined): boolean {
  return node?.role === 'hop' || (node?.role === 'missing' && node.server !== undefined)
}

function serverOf(node: RowNode): Omit<JourneyHop, 'row' | 'from' | 'startNs'> {
  const server = rowService(node)
  if (node.role === 'missing') {
    return { server, by: byOf(node.by ?? 'unknown'), error: rowDetail(node, undefined) }
  }
  const { attributes } = node.span
  const cluster = textOf(attributes, 'nats.server.cluster')
  const account = textOf(attributes, 'nats.server.account')
  const error = isFailed(node) ? (reasonOf(node.span) ?? 'failed') : undefined
  return {
    server,
    ...(cluster !== undefined && cluster !== server && { cluster }),
    ...(account !== undefined && { account }),
    by: byOf(kindIn(attributes, 'nats.server.ingress.kind')),
    ...(error !== undefined && { error }),
  }
}

function byOf(kind: ConnectionKind): JourneyHop['by'] {
  return kind === 'system' || kind === 'unknown' ? 'other' : kind
}
