import { textOf, type JourneyNode, type JourneySpan } from '@hopscope/path'
import type { MapStep, TopologyView } from '../api/topology-view.ts'
import { toTopology } from '../topology/to-topology.ts'
import { reasonOf } from './reason-of.ts'
import { senderRowsOf } from './hand-over.ts'
import { toHopRecord, type HopRecord } from './hop-record.ts'
import { isFailed } from './row-flags.ts'
import { isHop, isServerSide } from './row-role.ts'
import { rowService } from './row-text.ts'
import { silentClients } from './silent-clients.ts'
import { layRows, type RowOptions, type TraceRows } from './trace-rows.ts'

/** The map of one trace, with the way of its messages as steps, by time. */
export function toTraceMap(entries: Iterable<JourneySpan>, options: RowOptions = {}): TopologyView {
  const rows = layRows(entries, options)
  return { ...toTopology(recordsOf(rows)), steps: stepsOf(rows) }
}

function* recordsOf({ spans }: TraceRows): Generator<HopRecord> {
  for (const span of spans) {
    const record = toHopRecord(span)
    if (record !== undefined) yield record
  }
}

function stepsOf(rows: TraceRows): readonly MapStep[] {
  const senderRows = senderRowsOf(rows)
  const clientsOf = silentClients(rows)
  const steps: MapStep[] = []
  for (const [row, node] of rows.nodes.entries()) {
    if (node.role === 'missing') continue
    const way = wayOf(rows, node, { row, sender: senderRows[row] ?? -1 })
    if (way !== undefined) {
      const step = { row, atNs: rows.starts[row] ?? 0, ...way }
      steps.push(isFailed(node) ? { ...step, error: reasonOf(node.span) ?? 'failed' } : step)
    }
    for (const { name, atNs } of clientsOf(row)) {
      if (name === '') continue
      steps.push({ row, atNs, type: 'deliver', from: rows.services[row] ?? '', to: name })
    }
  }
  return steps.toSorted((a, b) => a.atNs - b.atNs || a.row - b.row)
}

function wayOf(
  { nodes, roles, services }: TraceRows,
  node: JourneyNode,
  { row, sender }: { readonly row: number; readonly sender: number },
): Pick<MapStep, 'type' | 'from' | 'to'> | undefined {
  const role = roles[row] ?? 'work'
  const own = services[row] ?? ''
  if (role === 'producer') {
    const server = textOf(node.span.attributes, 'messaging.nats.server.name') ?? firstServer(node)
    return server === undefined ? undefined : { type: 'publish', from: own, to: server }
  }
  // The publishing has told of it.
  if (role === 'hop-client' && roles[sender] === 'producer' && !isFailed(node)) return undefined

  const before = nodes[sender]
  const from = before === undefined || before.role === 'missing' ? undefined : services[sender]
  const way = { ...(from !== undefined && { from }), to: own }
  if (isHop(role)) return { type: 'hop', ...way }
  if (role === 'store') return { type: 'store', ...way }
  if (role !== 'consumer') return undefined
  const isTold = before !== undefined && isServerSide(roles[sender] ?? 'work')
  // Its own server did not report: nothing else can have delivered the message.
  const server = isTold ? undefined : textOf(node.span.attributes, 'messaging.nats.server.name')
  return { type: 'deliver', ...way, ...(server !== undefined && { from: server }) }
}

function firstServer({ children }: JourneyNode): string | undefined {
  const hop = children.find(({ role }) => role === 'hop')
  return hop && rowService(hop)
}
