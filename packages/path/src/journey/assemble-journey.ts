import { cutCircles } from './cut-circles.ts'
import { DeliveryIndex } from './delivery-index.ts'
import { type JourneySpan } from './flatten.ts'
import { spanKey, spanRole, type SpanRole } from './span-role.ts'

/** A span of a journey with what came of it. */
export interface JourneyNode extends JourneySpan {
  readonly role: SpanRole
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
  const byKey = new Map<string, JourneySpan>()
  let count = 0
  for (const entry of spans) {
    count++
    const key = spanKey(entry.span.traceId, entry.span.spanId)
    if (!byKey.has(key)) byKey.set(key, entry)
  }

  const nodes = new Map<string, GrowingNode>()
  for (const [key, entry] of byKey)
    nodes.set(key, { ...entry, role: spanRole(entry), children: [] })
  const parents = cutCircles(parentKeys(nodes, new DeliveryIndex(byKey)))

  const roots: GrowingNode[] = []
  let orphans = 0
  for (const [key, node] of nodes) {
    const parent = nodes.get(parents.get(key) ?? '')
    if (parent !== undefined) {
      parent.children.push(node)
      continue
    }
    roots.push(node)
    if (node.span.parentSpanId !== undefined) orphans++
  }
  for (const { children } of nodes.values()) children.sort(byStart)
  return {
    roots: roots.toSorted(byStart),
    spanCount: byKey.size,
    duplicates: count - byKey.size,
    orphans,
    ...timesOf(byKey.values()),
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
  readonly children: GrowingNode[]
}

function parentKeys(
  nodes: ReadonlyMap<string, JourneyNode>,
  deliveries: DeliveryIndex,
): Map<string, string> {
  const parents = new Map<string, string>()
  for (const [key, node] of nodes) {
    const { traceId, parentSpanId } = node.span
    const deliverer = node.role === 'consumer' ? deliveries.delivererOf(node) : undefined
    const parent = deliverer ?? (parentSpanId && spanKey(traceId, parentSpanId))
    if (parent !== undefined && nodes.has(parent)) parents.set(key, parent)
  }
  return parents
}

function byStart(a: JourneyNode, b: JourneyNode): number {
  return Number(a.span.startTimeUnixNano - b.span.startTimeUnixNano)
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
