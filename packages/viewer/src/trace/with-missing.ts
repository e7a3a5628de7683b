import { parentHop } from '@hopscope/observe/hop'
import { hopNumber, missingServers, spanKey, textOf, type JourneyNode } from '@hopscope/path'
import type { MissingNode, RowNode } from './row-node.ts'

/** Trees with what is missing in them. */
export interface Forest {
  readonly forest: readonly RowNode[]
  readonly childrenOf: (node: RowNode) => readonly RowNode[]
}

/**
 * Puts a node in for each span that is missing: below the server that sent the message there, if one
 * did, else above those that name it.
 */
export function withMissing(roots: readonly JourneyNode[]): Forest {
  // Nothing is below what others announce: what a server announces is looked at when its turn comes.
  if (roots.every(({ span }) => span.parentSpanId === undefined)) {
    return { forest: roots, childrenOf: (node) => withAnnounced(node, announcedBy(node)) }
  }
  const present = presentParents(roots)
  const forest: RowNode[] = []
  const above = new Map<string, GrowingMissing>()
  const announced = new Map<string, GrowingMissing>()
  const below = new Map<RowNode, readonly RowNode[]>()
  for (const root of roots) {
    const { traceId, parentSpanId } = root.span
    const key = spanKey(traceId, parentSpanId ?? '')
    if (parentSpanId === undefined || present.has(key)) {
      forest.push(root)
    } else {
      const known = above.get(key) ?? announcedAbove(root, announced)
      const missing = known ?? missingAbove(root)
      if (known === undefined) forest.push(missing)
      above.set(key, missing)
      missing.children.push(root)
    }
    // Only now: no tree may come below what is announced in itself, or in one that is below it.
    addAnnounced(root, announced, below)
  }
  return { forest, childrenOf: (node) => below.get(node) ?? node.children }
}

// A root whose parent is there was cut out of a circle: nothing is missing.
function presentParents(roots: readonly JourneyNode[]): ReadonlySet<string> {
  const wanted = new Map<string, Set<string>>()
  for (const { span } of roots) {
    if (span.parentSpanId === undefined) continue
    const ids = wanted.get(span.traceId) ?? new Set()
    wanted.set(span.traceId, ids.add(span.parentSpanId))
  }
  const present = new Set<string>()
  if (wanted.size === 0) return present
  for (const root of roots) {
    eachNode(root, ({ span: { traceId, spanId } }) => {
      if (wanted.get(traceId)?.has(spanId) === true) present.add(spanKey(traceId, spanId))
    })
  }
  return present
}

interface GrowingMissing extends MissingNode {
  readonly children: JourneyNode[]
}

function addAnnounced(
  root: JourneyNode,
  announced: Map<string, GrowingMissing>,
  below: Map<RowNode, readonly RowNode[]>,
): void {
  eachNode(root, (node) => {
    const added = announcedBy(node)
    if (added.length === 0) return
    for (const { hop, missing } of added) announced.set(announcementOf(node, hop), missing)
    below.set(node, withAnnounced(node, added))
  })
}

interface Announced {
  /** The number of the hop that was to be reported. */
  readonly hop: string
  readonly missing: GrowingMissing
}

function announcedBy(node: RowNode): readonly Announced[] {
  if (node.role !== 'hop') return NOTHING
  return missingServers(node).map(({ name, kind, hop, tooOld }) => {
    const about = { server: name, by: kind, isTooOld: tooOld }
    return { hop, missing: missingAt(node.span.endTimeUnixNano, about) }
  })
}

const NOTHING: readonly Announced[] = []

function withAnnounced(node: RowNode, added: readonly Announced[]): readonly RowNode[] {
  if (added.length === 0) return node.children
  return [...node.children, ...added.map(({ missing }) => missing)]
}

// A server's span that came without that of the server before: that one was announced by its hop.
function announcedAbove(
  node: JourneyNode,
  announced: ReadonlyMap<string, GrowingMissing>,
): GrowingMissing | undefined {
  const before = node.role === 'hop' ? parentHop(hopNumber(node.span)) : undefined
  return before === undefined ? undefined : announced.get(announcementOf(node, before))
}

function announcementOf({ span }: JourneyNode, hop: string): string {
  return `${span.traceId} ${textOf(span.attributes, 'nats.trace.producer') ?? ''} ${hop}`
}

function missingAbove(node: JourneyNode): GrowingMissing {
  const { attributes, startTimeUnixNano } = node.span
  const isSentOn = node.role === 'hop' && hopNumber(node.span) !== ''
  const server = isSentOn ? textOf(attributes, 'nats.server.ingress.name') : undefined
  return missingAt(startTimeUnixNano, { ...(server !== undefined && { server }), isTooOld: false })
}

function missingAt(
  time: bigint,
  about: Pick<MissingNode, 'server' | 'by' | 'isTooOld'>,
): GrowingMissing {
  return { role: 'missing', ...about, start: time, end: time, children: [] }
}

// In no order: with nothing to copy for each of a hundred thousand nodes.
function eachNode(root: JourneyNode, visit: (node: JourneyNode) => void): void {
  const stack = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node)
    for (const child of node.children) stack.push(child)
  }
}
