import { hopsOf, type Assembly, type Hop, type MissingHop } from '../assemble/assembly.ts'
import { isServerKind, kindName, type ConnectionKind } from '../event/connection-kind.ts'
import type { Mapping, TraceItem } from '../event/trace-event.ts'
import { linkTime } from '../explain/link-time.ts'
import { describeLink } from '../text/describe-link.ts'
import { plainText } from '../text/plain-text.ts'
import { DID_NOT_REPORT } from '../text/silent-words.ts'
import { formatLinkTime } from './format-link-time.ts'
import { isHandedOn, itemLine } from './item-line.ts'
import { placeOf } from './place-of.ts'

/** The way of a message as boxes and arrows, for the formats that draw such. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly arrows: readonly GraphArrow[]
}

/** A box. Its id holds no data: `n0`, `n1` and so on. Texts are plain: one line each. */
export interface GraphNode {
  readonly id: string
  readonly shape: 'client' | 'server' | 'stream'
  readonly lines: readonly string[]
  /** The server is silent or refused the message, or the message did not get there. */
  readonly failed: boolean
}

/** An arrow from one box to another. */
export interface GraphArrow {
  readonly from: string
  readonly to: string
  readonly kind: ConnectionKind
  readonly label: string
  readonly failed: boolean
}

/** Turns the tree of a message into boxes and arrows, those of a server after the server. */
export function toGraph(assembly: Assembly): Graph {
  const graph = new GrowingGraph()
  const servers = new Map<Hop | MissingHop, string>()
  for (const silent of assembly.missing) servers.set(silent, graph.add(silentNode(silent)))
  for (const hop of hopsOf(assembly)) servers.set(hop, addHop(graph, hop))

  const link = (before: Hop | MissingHop, after: Hop | MissingHop, arrow: Arrow): void => {
    graph.connect(servers.get(before), servers.get(after), arrow)
  }
  for (const silent of assembly.missing) {
    for (const next of silent.next) link(silent, next, hopArrow(next))
  }
  for (const hop of hopsOf(assembly)) {
    for (const next of hop.next) link(hop, next, hopArrow(next, hop))
    for (const silent of hop.missing) link(hop, silent, silentArrow(silent))
  }
  return graph
}

type Node = Omit<GraphNode, 'id'>
type Arrow = Omit<GraphArrow, 'from' | 'to'>

/** A {@link Graph} to which boxes and arrows are added. */
class GrowingGraph implements Graph {
  readonly nodes: GraphNode[] = []
  readonly arrows: GraphArrow[] = []

  add(node: Node): string {
    const id = `n${this.nodes.length}`
    this.nodes.push({ id, ...node })
    return id
  }

  connect(from: string | undefined, to: string | undefined, arrow: Arrow): void {
    if (from !== undefined && to !== undefined) this.arrows.push({ from, to, ...arrow })
  }
}

function addHop(graph: GrowingGraph, hop: Hop): string {
  const { event } = hop
  const fromClient = event.ingress.kind === 'client'
  const publisher = fromClient ? graph.add(clientNode(event.ingress.name)) : undefined
  const server = graph.add(serverNode(hop))
  graph.connect(publisher, server, { kind: 'client', label: 'publish', failed: false })
  for (const item of event.items) {
    if (isMapping(item) || isHandedOn(item)) continue
    const line = itemLine(event, item)
    const { name, detail, figures, note = '', failed = false } = line
    const lines = detail === undefined ? [name] : [name, detail]
    const box = graph.add({ shape: shapeOf(item), lines, failed })
    const label = [note, ...figures].join(' ').trim()
    graph.connect(server, box, { kind: kindOf(item), label, failed })
  }
  return server
}

function clientNode(name: string): Node {
  const label = plainText(name === '' ? 'client' : `client ${name}`)
  return { shape: 'client', lines: [label], failed: false }
}

function serverNode({ event }: Hop): Node {
  const { server, ingress, items } = event
  const mappings = items.flatMap((item) => {
    if (!isMapping(item)) return []
    const { name, note = '' } = itemLine(event, item)
    return [`${name} ${note}`.trim()]
  })
  return {
    shape: 'server',
    lines: [
      plainText(server.name),
      ...(event.partial ? ['the way before it is unknown'] : []),
      ...mappings,
      ...(ingress.error === undefined ? [] : [plainText(`✗ ${ingress.error}`)]),
    ],
    failed: ingress.error !== undefined,
  }
}

function silentNode({ server }: MissingHop): Node {
  const name = plainText(server === '' ? '(unnamed server)' : server)
  return { shape: 'server', lines: [name, DID_NOT_REPORT], failed: true }
}

function isMapping(item: TraceItem): item is Mapping {
  return item.type !== 'egress' && item.type !== 'storage'
}

function shapeOf(item: TraceItem): Node['shape'] {
  if (item.type === 'storage') return 'stream'
  return item.type === 'egress' && isServerKind(item.kind) ? 'server' : 'client'
}

function kindOf(item: TraceItem): ConnectionKind {
  return item.type === 'egress' ? item.kind : 'jetstream'
}

function hopArrow(hop: Hop, before?: Hop): Arrow {
  const { kind } = hop.event.ingress
  const link = describeLink(kind, before && placeOf(before), placeOf(hop))
  const time = before && linkTime(before, hop)
  const label = time === undefined ? link : `${link} ${formatLinkTime(time)}`
  return { kind, label: plainText(label), failed: false }
}

function silentArrow({ kind = 'unknown' }: MissingHop): Arrow {
  return { kind, label: kindName(kind), failed: true }
}
