import { unwrapReplySubject } from '@hopscope/observe/hop'
import { outcomeWords } from '../text/outcome-words.ts'
import { drawTree } from '../text/draw-tree.ts'
import { formatDuration } from '../text/format-duration.ts'
import type { RenderOptions } from '../text/render-options.ts'
import { plainText } from '../text/plain-text.ts'
import { wrap } from '../text/wrap.ts'
import type { TreeLine } from '../text/tree-line.ts'
import type { Journey, JourneyNode } from './assemble-journey.ts'
import { hopLine, toSender, type Sender } from './hop-line.ts'
import { missingLine, missingServers } from './missing-servers.ts'
import { summarizeJourney } from './summarize-journey.ts'
import { textOf } from './span-role.ts'
import { workLine } from './work-line.ts'

/**
 * Draws a journey as a tree of text: a line a span, then what it all comes to. A server has an arrow
 * for what the message came by: `-->` a route, `==>` a gateway, `~~>` a leaf node.
 *
 * The column `at` is the time since the journey's start, `took` is how long a span lasted; for a
 * server it has a sign and is how long the message was on its way from the server before.
 */
export function renderJourney(journey: Journey, options: RenderOptions = {}): string {
  const { width = 100, color = false } = options
  if (journey.roots.length === 0) return 'no spans'
  const lines = toLines(journey)
  const tree = drawTree(lines, { width, color, titles: ['at', 'took'] })
  return `${tree}\n\n${wrap(summarizeJourney(journey), width)}`
}

// Children first, without recursion: spans may be nested deeper than calls may.
function toLines(journey: Journey): readonly TreeLine[] {
  const order: Entry[] = []
  const stack: Entry[] = journey.roots.map((node) => ({ node, before: undefined }))
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    order.push(entry)
    const { node, before } = entry
    const sender = node.role === 'mapping' ? before : toSender(node)
    for (const child of node.children) stack.push({ node: child, before: sender })
  }
  const lines = new Map<JourneyNode, TreeLine>()
  for (const { node, before } of order.toReversed()) {
    const below = node.children.flatMap((child) => lines.get(child) ?? [])
    const missing = node.role === 'hop' ? missingServers(node).map(missingLine) : []
    const children = [...below, ...missing]
    lines.set(node, toLine(node, before, children, journey.startTimeUnixNano))
  }
  return journey.roots.flatMap((root) => lines.get(root) ?? [])
}

interface Entry {
  readonly node: JourneyNode
  /** What the message came from; the server, where only a mapping is between. */
  readonly before: Sender | undefined
}

function toLine(
  node: JourneyNode,
  before: Sender | undefined,
  children: readonly TreeLine[],
  startTimeUnixNano: bigint,
): TreeLine {
  const { took, ...line } = describe(node, before)
  const at = formatDuration(node.span.startTimeUnixNano - startTimeUnixNano)
  return { ...line, figures: [at, took], children }
}

function describe(
  node: JourneyNode,
  before: Sender | undefined,
): Omit<TreeLine, 'figures' | 'children'> & { readonly took: string } {
  switch (node.role) {
    case 'hop':
      return hopLine(node, before)
    case 'store':
      return storeLine(node)
    case 'mapping':
      return mappingLine(node)
    default:
      return workLine(node)
  }
}

function storeLine({ span }: JourneyNode): ReturnType<typeof workLine> {
  const outcome = textOf(span.attributes, 'messaging.nats.store.outcome') ?? 'stored'
  const stream = textOf(span.attributes, 'messaging.nats.stream.name') ?? span.name
  return {
    name: plainText(`stream ${stream}`),
    detail: plainText(outcomeWords(outcome, span.attributes['nats.trace.dry_run'] === true)),
    took: formatDuration(span.endTimeUnixNano - span.startTimeUnixNano),
    note: plainText(textOf(span.attributes, 'messaging.nats.store.reason') ?? ''),
    failed: outcome === 'rejected',
  }
}

function mappingLine({ span }: JourneyNode): ReturnType<typeof workLine> {
  const kind = textOf(span.attributes, 'nats.server.mapping.kind') ?? 'subject mapping'
  const to = textOf(span.attributes, 'nats.server.mapping.to') ?? ''
  const account = textOf(span.attributes, 'nats.server.mapping.account')
  return {
    name: plainText(`${kind} → ${unwrapReplySubject(to)}`),
    detail: account === undefined ? '' : plainText(`into account ${account}`),
    took: '',
    note: '',
    failed: false,
  }
}
