import { type Assembly, type Hop, type MissingHop } from '../assemble/assembly.ts'
import { kindName } from '../event/connection-kind.ts'
import { describeLink } from '../text/describe-link.ts'
import { drawTree } from '../text/draw-tree.ts'
import { formatLatency } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import { type RenderOptions } from '../text/render-options.ts'
import { wrap } from '../text/wrap.ts'
import { type TreeLine } from '../text/tree-line.ts'
import { itemLines } from './item-lines.ts'
import { linkLatency, placeOf } from './link-latency.ts'
import { verdict } from './verdict.ts'

/**
 * Draws the way of a message as a tree of text: each server with the time the message took from
 * the server before, and what got it there; then a short verdict.
 */
export function render(assembly: Assembly, options: RenderOptions = {}): string {
  const { width = 100, color = false } = options
  const lines = toLines(assembly)
  if (lines.length === 0) return 'no server reported'
  return `${drawTree(lines, { width, color })}\n\n${wrap(verdict(assembly), width)}`
}

// Without recursion: whoever may publish to the subject may claim any depth of hops.
function toLines({ roots, missing }: Assembly): readonly TreeLine[] {
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
    lines.set(serverOf(entry), toLine(entry, children))
  }
  return tops.flatMap((entry) => lines.get(serverOf(entry)) ?? [])
}

/** A server of the tree: one that reported, with the one before it, or one that did not. */
type Entry = HopEntry | { readonly silent: MissingHop }

interface HopEntry {
  readonly hop: Hop
  readonly before?: Hop
}

function below(entry: Entry): readonly Entry[] {
  if ('silent' in entry) return entry.silent.next.map((hop) => ({ hop }))
  return [
    ...entry.hop.next.map((hop) => ({ hop, before: entry.hop })),
    ...entry.hop.missing.map((silent) => ({ silent })),
  ]
}

function serverOf(entry: Entry): Hop | MissingHop {
  return 'silent' in entry ? entry.silent : entry.hop
}

function toLine(entry: Entry, children: readonly TreeLine[]): TreeLine {
  if ('silent' in entry) return missingLine(entry.silent, children)
  const { event } = entry.hop
  const latency = linkLatency(entry.hop)
  const { error } = event.ingress
  return {
    name: plainText(event.server.name),
    figures: [latency === undefined ? '' : formatLatency(latency)],
    note: plainText(hopNotes(entry).join(', ')),
    failed: error !== undefined,
    children: [...itemLines(event), ...children],
  }
}

function hopNotes(entry: HopEntry): readonly string[] {
  const { event } = entry.hop
  const latency = linkLatency(entry.hop)
  return [
    ...ingressNotes(entry),
    ...(event.partial ? ['the way before it is unknown'] : []),
    ...(latency !== undefined && latency < 0n ? ['clocks differ'] : []),
    ...(event.ingress.error === undefined ? [] : [`✗ ${event.ingress.error}`]),
  ]
}

function ingressNotes({ hop, before }: HopEntry): readonly string[] {
  const { server, ingress } = hop.event
  if (ingress.kind === 'client') {
    const client = ingress.name === '' ? 'client' : `client ${ingress.name}`
    return server.cluster === undefined || server.cluster === server.name
      ? [client]
      : [client, `cluster ${server.cluster}`]
  }
  const link = describeLink(ingress.kind, before && placeOf(before), placeOf(hop))
  return before === undefined && ingress.name !== '' ? [link, `from ${ingress.name}`] : [link]
}

function missingLine(silent: MissingHop, children: readonly TreeLine[]): TreeLine {
  const note = silent.kind === undefined ? '' : kindName(silent.kind)
  const name = plainText(silent.server === '' ? '(unnamed server)' : silent.server)
  return { name, detail: '✗ did not report', figures: [], note, failed: true, children }
}
