import { spanKey, textOf, type JourneyNode } from '@hopscope/path'
import type { RowNode } from './row-node.ts'
import { isHop, isServerSide } from './row-role.ts'
import type { TraceRows } from './trace-rows.ts'

/** A message with the rows that tell of it. */
export interface Message {
  /** The row that published it; -1 where nobody tells of that. */
  readonly row: number
  /** Servers, streams, mappings, consumers and what is missing among them, in their order. */
  readonly members: readonly number[]
}

/**
 * The messages of a trace: each with the rows below the one that published it, down to those who got
 * it. What has lost its publisher is joined by the span that it names as such.
 */
export function toMessages({ nodes, parents, roles }: TraceRows): readonly Message[] {
  const messages: GrowingMessage[] = []
  const messageOf = new Int32Array(nodes.length).fill(-1)
  const byProducer = new Map<string, number>()
  nodes.forEach((node, row) => {
    if (roles[row] !== 'producer' || node.role === 'missing') return
    const index = messages.push({ row, members: [] }) - 1
    messageOf[row] = index
    byProducer.set(spanKey(node.span.traceId, node.span.spanId), index)
  })
  nodes.forEach((node, row) => {
    const role = roles[row] ?? 'work'
    if (role !== 'consumer' && role !== 'missing' && !isServerSide(role)) return
    const index = inherited(row) ?? joined(node)
    if (index === undefined) return
    messageOf[row] = index
    messages[index]?.members.push(row)
  })
  return messages

  function inherited(row: number): number | undefined {
    const above = parents[row] ?? -1
    const role = roles[above]
    if (role === undefined || role === 'consumer') return undefined
    const index = messageOf[above] ?? -1
    return index < 0 ? undefined : index
  }

  function joined(node: RowNode): number | undefined {
    if (node.role === 'missing') return undefined
    const keys = producerKeys(node)
    const known = keys.find((key) => byProducer.has(key))
    if (known !== undefined) return byProducer.get(known)
    const index = messages.push({ row: -1, members: [] }) - 1
    for (const key of keys) byProducer.set(key, index)
    return index
  }
}

interface GrowingMessage extends Message {
  readonly members: number[]
}

/** Where a message came from, as far as its spans tell. */
export function publisherName(
  { nodes, roles }: TraceRows,
  { members }: Message,
): string | undefined {
  const first = nodes[members.find((row) => isHop(roles[row] ?? 'work')) ?? -1]
  if (first === undefined || first.role === 'missing' || roles[members[0] ?? -1] !== 'hop-client') {
    return undefined
  }
  return textOf(first.span.attributes, 'nats.server.ingress.name')
}

function producerKeys({ role, span }: JourneyNode): readonly string[] {
  const { traceId, spanId, parentSpanId, attributes, links } = span
  if (role !== 'consumer') {
    return [spanKey(traceId, textOf(attributes, 'nats.trace.producer') ?? parentSpanId ?? spanId)]
  }
  const linked = links.map((link) => spanKey(link.traceId, link.spanId))
  return [spanKey(traceId, parentSpanId ?? spanId), ...linked]
}
