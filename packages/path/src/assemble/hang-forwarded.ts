import { isForwardedReply } from '../event/gateway-reply.ts'
import type { Hop } from './assembly.ts'

/**
 * Hangs each forwarded reply below the hop of the same number on the server that forwarded it, and
 * gives back those of which that server did not report.
 */
export function hangForwarded(hops: readonly OpenHop[]): readonly OpenHop[] {
  const forwarded = hops.filter(({ event }) => isForwardedReply(event.ingress))
  if (forwarded.length === 0) return []

  // A reply is forwarded once, so that one that was is nobody's forwarder.
  const counted = hops.filter(({ event }) => !isForwardedReply(event.ingress))
  const forwarders = Map.groupBy(counted, ({ event }) => `${event.hop}\n${event.server.name}`)
  const replies = Map.groupBy(forwarded, ({ event }) => `${event.hop}\n${event.ingress.name}`)
  const orphans: OpenHop[] = []
  for (const [key, sameKey] of replies) {
    // Of two publishes of one context, the earlier reply came from the earlier hop.
    const from = forwarders.get(key)?.toSorted(byTime) ?? []
    for (const [index, reply] of sameKey.toSorted(byTime).entries()) {
      const forwarder = from[index] ?? from.at(-1)
      if (forwarder === undefined) orphans.push(reply)
      else forwarder.next.push(reply)
    }
  }
  return orphans
}

/** A hop to which others can still be added. */
interface OpenHop extends Hop {
  readonly next: Hop[]
}

function byTime(a: Hop, b: Hop): number {
  return Number(a.event.ingress.timeUnixNano - b.event.ingress.timeUnixNano)
}
