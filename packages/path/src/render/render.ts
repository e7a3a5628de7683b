import { hopsOf, type Assembly, type Hop, type MissingHop } from '../assemble/assembly.ts'
import { kindName } from '../event/connection-kind.ts'
import type { TraceEvent, TraceItem } from '../event/trace-event.ts'
import { explain } from '../explain/explain.ts'
import type { StreamVerdict } from '../explain/explanation.ts'
import type { Facts } from '../explain/facts.ts'
import { linkTime } from '../explain/link-time.ts'
import { verdictsByItem } from '../explain/stream-verdicts.ts'
import { drawTree } from '../text/draw-tree.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import type { RenderOptions } from '../text/render-options.ts'
import { DID_NOT_REPORT } from '../text/silent-words.ts'
import { wrap } from '../text/wrap.ts'
import type { TreeLine } from '../text/tree-line.ts'
import { consumerLines } from './consumer-lines.ts'
import { countAlike } from './count-alike.ts'
import { formatCounts } from './format-counts.ts'
import { formatLinkTime } from './format-link-time.ts'
import { hopNotes, type HopEntry } from './hop-notes.ts'
import { isHandedOn, itemLine } from './item-line.ts'
import { noTimeColumn, timeColumn, type TimeColumn } from './time-column.ts'
import { verdict } from './verdict.ts'

/** How a trace is drawn. */
export interface TraceRenderOptions extends RenderOptions {
  /** What is known besides the events: clocks, and streams with their consumers. @default nothing */
  readonly facts?: Facts
  /**
   * Whether each line says when it happened: the time since the message came to the first server,
   * by the clock of the server, but for clocks that certainly differ.
   *
   * @default false
   */
  readonly timestamps?: boolean
}

/**
 * Draws the way of a message as text: first a verdict, with what went wrong and what to change;
 * then the tree, each server with an arrow for what the message came by (`-->` a route, `==>` a
 * gateway, `~~>` a leaf node), and the time it took from the server before; then how often it was
 * sent on, by kind.
 *
 * A time marked ± is what is left of it when the clocks of two servers certainly differ.
 */
export function render(assembly: Assembly, options: TraceRenderOptions = {}): string {
  const { width = 100, color = false, facts = {}, timestamps = false } = options
  const at = timestamps ? timeColumn(assembly, facts.clocks) : noTimeColumn
  const events = [...hopsOf(assembly)].map(({ event }) => event)
  if (events.length === 0) return 'no server reported'
  const explanation = explain(assembly, facts)
  const { counts } = explanation
  const streams = verdictsByItem(events, explanation.verdict.streams)
  const lines = toLines(assembly, { facts, streams, at })
  return [
    wrap(verdict(explanation, messagesIn(assembly)), width),
    drawTree(lines, { width, color, ...(timestamps && { titles: ['at', 'took'] }) }),
    ...(counts.length === 0 ? [] : [wrap([formatCounts(counts)], width)]),
  ].join('\n\n')
}

function messagesIn({ roots }: Assembly): number {
  return roots.filter(({ event }) => event.ingress.kind === 'client').length
}

/** What is known of a trace besides its events, and how times are told. */
interface Context {
  readonly facts: Facts
  readonly streams: ReadonlyMap<TraceItem, StreamVerdict>
  readonly at: TimeColumn
}

// Without recursion: whoever may publish to the subject may claim any depth of hops.
function toLines({ roots, missing }: Assembly, context: Context): readonly TreeLine[] {
  const tops: readonly Entry[] = [
    ...missing.filter(({ announcedBy }) => announcedBy === undefined).map((silent) => ({ silent })),
    ...roots.map((hop) => ({ hop })),
  ]
  const order: Entry[] = []
  const stack = [...tops]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    order.push(entry)
    for (const child of below(entry)) stack.push(child)
  }
  const lines = new Map<Hop | MissingHop, TreeLine>()
  for (const entry of order.toReversed()) {
    const children = below(entry).flatMap((child) => lines.get(serverOf(child)) ?? [])
    lines.set(serverOf(entry), toLine(entry, children, context))
  }
  return tops.flatMap((entry) => lines.get(serverOf(entry)) ?? [])
}

/** A server of the tree: one that reported, with the one before it, or one that did not. */
type Entry = HopEntry | { readonly silent: MissingHop }

function below(entry: Entry): readonly Entry[] {
  if ('silent' in entry) return entry.silent.next.map((hop) => ({ hop, silentBefore: true }))
  return [
    ...entry.hop.next.map((hop) => ({ hop, before: entry.hop })),
    ...entry.hop.missing.map((silent) => ({ silent })),
  ]
}

function serverOf(entry: Entry): Hop | MissingHop {
  return 'silent' in entry ? entry.silent : entry.hop
}

function toLine(entry: Entry, children: readonly TreeLine[], context: Context): TreeLine {
  if ('silent' in entry) return missingLine(entry.silent, children)
  const { hop, before } = entry
  const time = before && linkTime(before, hop, context.facts.clocks)
  const { error, timeUnixNano } = hop.event.ingress
  return {
    name: plainText(hop.event.server.name),
    arrow: linkArrow(hop.event.ingress.kind),
    figures: [
      ...context.at(hop.event, timeUnixNano),
      time === undefined ? '' : formatLinkTime(time),
    ],
    note: plainText(hopNotes(entry, time).join(', ')),
    failed: error !== undefined,
    children: [...whatHappened(hop.event, context), ...children],
  }
}

function whatHappened(event: TraceEvent, { facts, streams, at }: Context): readonly TreeLine[] {
  const items = event.items.filter((item) => !isHandedOn(item))
  const lines = items.map((item) => {
    const line = itemLine(event, item, streams.get(item))
    return {
      ...line,
      figures: [...at(event, item.timeUnixNano), ...line.figures],
      children: consumerLines(event, item, facts.streams ?? []),
    }
  })
  return countAlike(lines)
}

function missingLine(silent: MissingHop, children: readonly TreeLine[]): TreeLine {
  const note = silent.kind === undefined ? '' : kindName(silent.kind)
  const name = plainText(silent.server === '' ? '(unnamed server)' : silent.server)
  const arrow = linkArrow(silent.kind)
  return { name, arrow, detail: DID_NOT_REPORT, figures: [], note, failed: true, children }
}
