import { readHeader } from '@hopscope/observe/headers'
import { isForwardedReply } from '../event/gateway-reply.ts'
import type { Egress, TraceEvent } from '../event/trace-event.ts'
import { announcedEgresses } from './announced-egresses.ts'
import type { Assembly, Hop, MissingHop } from './assembly.ts'
import { deduplicate } from './deduplicate.ts'
import { hangForwarded } from './hang-forwarded.ts'
import { inOrder, inOrderOfHops, inOrderOfSending } from './in-order.ts'
import { LinkTable } from './link-table.ts'
import { SilentHops } from './silent-hops.ts'

/**
 * Puts events, in whatever order they arrived, into the tree the message took.
 *
 * A hop belongs to the one that announced its number to a server of its name; a reply that a server
 * forwarded without counting the hop belongs to the hop of the same number there. Hops announced
 * with an error that ends the way are not waited for. The order of arrival makes no difference. Time is linear in the number of events, but
 * for several publishes of one context, whose hops are matched in the order of their times.
 */
export function assemble(events: Iterable<TraceEvent>): Assembly {
  const { unique, duplicates } = deduplicate(events)
  // Hop numbers begin anew with each publish, which has a context of its own as a rule.
  const messages = [...Map.groupBy(unique, contextOf).values()].map((of) => assembleMessage(of))
  const roots = messages.flatMap((message) => message.roots).toSorted(inOrder)
  const missing = messages.flatMap((message) => message.missing).toSorted(inOrderOfHops)
  return {
    roots,
    missing,
    hopCount: unique.length,
    duplicates,
    complete:
      roots.length > 0 &&
      !missing.some(({ owed }) => owed) &&
      !roots.some(({ event }) => event.partial),
  }
}

function contextOf({ headers }: TraceEvent): string {
  const [traceparent = ''] = headers.get('traceparent') ?? readHeader(headers, 'traceparent')
  return traceparent
}

function assembleMessage(events: readonly TraceEvent[]): Pick<Assembly, 'roots' | 'missing'> {
  const hops = events.map((event): GrowingHop => ({ event, next: [], missing: [] }))
  const links = new LinkTable<Link>(() => ({ arrived: undefined, announced: undefined }))
  const roots: GrowingHop[] = []
  for (const hop of hops) {
    const { hop: number, ingress, server } = hop.event
    if (isForwardedReply(ingress)) continue
    if (number === '') roots.push(hop)
    else arriveBy(links.at(number, ingress.name, server.name), hop)
  }

  const silent = new SilentHops()
  const competing = new Set<GrowingHop>()
  for (const { arrived = [], announced = [] } of announcedLinks(hops, links)) {
    // Of two publishes of one context, the earlier announcement gets the earlier hop.
    if (announced.length > 1) announced.sort(bySending)
    if (arrived.length > 1) arrived.sort(byIngress)
    for (const [index, { hop, egress }] of announced.entries()) {
      if (announced.length > 1) competing.add(hop)
      const next = arrived[index]
      if (next === undefined) {
        hop.missing.push(silent.announced(hop.event, egress))
        continue
      }
      next.via = egress
      hop.next.push(next)
    }
  }
  // What several announced was not linked in the order in which each of them sent it.
  for (const { next, missing } of competing) {
    next.sort(inOrderOfSending)
    missing.sort(inOrderOfHops)
  }
  const orphans = [...hops.filter((hop) => isOrphan(hop)), ...hangForwarded(hops)]
  for (const orphan of orphans.toSorted(inOrder)) silent.before(orphan.event).push(orphan)
  return { roots, missing: silent.all }
}

// Forwarded replies, which nobody announces, are hung by themselves.
function isOrphan({ event, via }: GrowingHop): boolean {
  return via === undefined && event.hop !== '' && !isForwardedReply(event.ingress)
}

interface GrowingHop extends Hop {
  via?: Egress
  readonly next: Hop[]
  readonly missing: MissingHop[]
}

/** A way from server to server: what arrived by it, and what was sent. */
interface Link {
  arrived: GrowingHop[] | undefined
  announced: Announcement[] | undefined
}

interface Announcement {
  readonly hop: GrowingHop
  readonly egress: Egress
}

function arriveBy(link: Link, hop: GrowingHop): void {
  if (link.arrived === undefined) link.arrived = [hop]
  else link.arrived.push(hop)
}

/** The ways that were announced, in the order of the first announcement of each. */
function announcedLinks(hops: readonly GrowingHop[], links: LinkTable<Link>): readonly Link[] {
  const announcedBy: Link[] = []
  for (const hop of hops) {
    for (const egress of announcedEgresses(hop.event)) {
      const link = links.at(egress.hop, hop.event.server.name, egress.name)
      if (link.announced === undefined) {
        announcedBy.push(link)
        link.announced = [{ hop, egress }]
      } else link.announced.push({ hop, egress })
    }
  }
  return announcedBy
}

function bySending(a: Announcement, b: Announcement): number {
  return Number(a.egress.timeUnixNano - b.egress.timeUnixNano)
}

function byIngress({ event: a }: Hop, { event: b }: Hop): number {
  return Number(a.ingress.timeUnixNano - b.ingress.timeUnixNano)
}
