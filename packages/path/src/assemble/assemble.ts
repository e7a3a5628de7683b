import { readHeader } from '@hopscope/observe/headers'
import { isForwardedReply } from '../event/gateway-reply.ts'
import { type Egress, type TraceEvent } from '../event/trace-event.ts'
import { announcedEgresses } from './announced-egresses.ts'
import { type Assembly, type Hop, type MissingHop } from './assembly.ts'
import { deduplicate } from './deduplicate.ts'
import { hangForwarded } from './hang-forwarded.ts'
import { inOrder, inOrderOfHops, inOrderOfSending } from './in-order.ts'
import { keyOfAnnounced, keyOfHop } from './link-key.ts'
import { LinkQueue } from './link-queue.ts'
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
    complete: roots.length > 0 && missing.length === 0 && !roots.some(({ event }) => event.partial),
  }
}

function contextOf({ headers }: TraceEvent): string {
  const [traceparent = ''] = headers.get('traceparent') ?? readHeader(headers, 'traceparent')
  return traceparent
}

function assembleMessage(events: readonly TraceEvent[]): Pick<Assembly, 'roots' | 'missing'> {
  const hops = events.map((event): GrowingHop => ({ event, next: [], missing: [] }))
  const waiting = new LinkQueue<GrowingHop>(({ event }) => event.ingress.timeUnixNano)
  const roots: GrowingHop[] = []
  for (const hop of hops) {
    if (isForwardedReply(hop.event.ingress)) continue
    if (hop.event.hop === '') roots.push(hop)
    else waiting.add(keyOfHop(hop.event), hop)
  }

  const silent = new SilentHops()
  const competing = new Set<GrowingHop>()
  for (const [key, announced] of announcements(hops)) {
    for (const { hop, egress } of announced) {
      if (announced.length > 1) competing.add(hop)
      const next = waiting.take(key)
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
  const orphans = [...waiting.rest(), ...hangForwarded(hops)].toSorted(inOrder)
  for (const orphan of orphans) silent.before(orphan.event).push(orphan)
  return { roots, missing: silent.all }
}

interface GrowingHop extends Hop {
  via?: Egress
  readonly next: Hop[]
  readonly missing: MissingHop[]
}

interface Announcement {
  readonly hop: GrowingHop
  readonly egress: Egress
}

function announcements(hops: readonly GrowingHop[]): ReadonlyMap<string, readonly Announcement[]> {
  const byKey = new Map<string, Announcement[]>()
  for (const hop of hops) {
    for (const egress of announcedEgresses(hop.event)) {
      const key = keyOfAnnounced(hop.event, egress)
      const announced = byKey.get(key)
      if (announced === undefined) byKey.set(key, [{ hop, egress }])
      else announced.push({ hop, egress })
    }
  }
  // Of two publishes of one context, the earlier announcement gets the earlier hop.
  for (const announced of byKey.values()) if (announced.length > 1) announced.sort(byTime)
  return byKey
}

function byTime(a: Announcement, b: Announcement): number {
  return Number(a.egress.timeUnixNano - b.egress.timeUnixNano)
}
