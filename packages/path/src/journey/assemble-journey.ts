import { cutCircles } from './cut-circles.ts'
import { DeliveryIndex } from './delivery-index.ts'
import type { JourneySpan } from './flatten.ts'
import { spanNumbers, type SpanNumbers } from './span-numbers.ts'
import { spanRole, type SpanWithRole } from './span-role.ts'

/** A span of a journey with what came of it. */
export interface JourneyNode extends SpanWithRole {
  /** What came of it, by start time. */
  readonly children: readonly JourneyNode[]
}

/** A message's journey: the spans of applications and of servers in one tree. */
export interface Journey {
  /** Spans whose parent is not there (yet), by start time. */
  readonly roots: readonly JourneyNode[]
  /** How many spans there are. */
  readonly spanCount: number
  /** How many spans came more than once. */
  readonly duplicates: number
  /** Roots that name a parent which is not there. */
  readonly orphans: number
  /** Spans that name a parent which is not there; a consumer may still be below who delivered to it. */
  readonly missingParents: number
  /** The earliest start; 0 when there are no spans. */
  readonly startTimeUnixNano: bigint
  /** The latest end; 0 when there are no spans. */
  readonly endTimeUnixNano: bigint
}

/**
 * Puts the spans of applications and of servers into one tree, as the message took its way.
 *
 * A span stands below its parent, but a consumer's stands below the server hop or the stream that
 * delivered the message, if that is known: by a link to the hop, by the server both were connected
 * to, or by the stream and the number of its leader's hop. Order does not matter, a span that came
 * before is dropped, and time is linear.
 */
export function assembleJourney(spans: Iterable<JourneySpan>): Journey {
  const numbers = spanNumbers()
  const nodes: GrowingNode[] = []
  let count = 0
  for (const entry of spans) {
    count++
    const { resource, scope, span } = entry
    if (numbers.numberOf(span.traceId, span.spanId) < nodes.length) continue
    nodes.push({ resource, scope, span, role: spanRole(entry), children: NO_CHILDREN })
  }

  const { parents: named, missingParents } = parentsOf(nodes, numbers)
  const parents = cutCircles(named)
  const roots: GrowingNode[] = []
  let orphans = 0
  for (const [number, node] of nodes.entries()) {
    const parent = nodes[parents[number] ?? -1]
    if (parent !== undefined) {
      addChild(parent, node)
      continue
    }
    roots.push(node)
    if (node.span.parentSpanId !== undefined) orphans++
  }
  for (const { children } of nodes) if (children.length > 1) children.sort(byStart)
  return {
    roots: roots.toSorted(byStart),
    spanCount: nodes.length,
    duplicates: count - nodes.length,
    orphans,
    missingParents,
    ...timesOf(nodes),
  }
}

/** Every span of a journey, each before what came of it. */
export function* nodesOf(roots: readonly JourneyNode[]): Generator<JourneyNode> {
  const stack = roots.toReversed()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node
    for (const child of node.children.toReversed()) stack.push(child)
  }
}

interface GrowingNode extends JourneyNode {
  children: GrowingNode[]
}

// Most spans have nothing below them: they share a list that nothing is added to.
const NO_CHILDREN: GrowingNode[] = []

function addChild(parent: GrowingNode, child: GrowingNode): void {
  if (parent.children === NO_CHILDREN) parent.children = [child]
  else parent.children.push(child)
}

function parentsOf(
  nodes: readonly JourneyNode[],
  numbers: SpanNumbers,
): Pick<Journey, 'missingParents'> & { readonly parents: Int32Array } {
  const deliveries = new DeliveryIndex(nodes, numbers)
  const parents = new Int32Array(nodes.length).fill(-1)
  let missingParents = 0
  for (const [number, node] of nodes.entries()) {
    const { traceId, parentSpanId } = node.span
    const named = parentSpanId === undefined ? -1 : numbers.numberOf(traceId, parentSpanId)
    const isMissing = named >= nodes.length
    if (isMissing) missingParents++
    const deliverer = node.role === 'consumer' ? deliveries.delivererOf(node) : undefined
    parents[number] = deliverer ?? (isMissing ? -1 : named)
  }
  return { parents, missingParents }
}

function byStart(a: JourneyNode, b: JourneyNode): number {
  const first = a.span.startTimeUnixNano
  const second = b.span.startTimeUnixNano
  if (first === second) return 0
  return first < second ? -1 : 1
}

function timesOf(
  spans: Iterable<JourneySpan>,
): Pick<Journey, 'startTimeUnixNano' | 'endTimeUnixNano'> {
  let start: bigint | undefined
  let end = 0n
  for (const { span } of spans) {
    if (start === undefined || span.startTimeUnixNano < start) start = span.startTimeUnixNano
    if (span.endTimeUnixNano > end) end = span.endTimeUnixNano
  }
  return { startTimeUnixNano: start ?? 0n, endTimeUnixNano: end }
}
