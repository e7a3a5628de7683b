import { isTerminal, type Egress, type TraceEvent } from '../event/trace-event.ts'

/** An egress that numbers the hop on the server it went to, which is to report. */
export interface AnnouncedEgress extends Egress {
  readonly hop: string
}

/** The egresses of an event by which a server is announced that is to report. */
export function announcedEgresses(event: TraceEvent): readonly AnnouncedEgress[] {
  const announced: AnnouncedEgress[] = []
  for (const item of event.items) {
    if (item.type === 'egress' && isAnnounced(item, event.hop)) announced.push(item)
  }
  return announced
}

/**
 * Whether the event of a server that was announced will come to where this one did.
 *
 * A leaf node has one account for all that it gets and knows of no crossing on the way back, so that
 * what it reports of a message from another account is heard in its own account only (2.15.1).
 */
export function isOwed({ headers }: TraceEvent, { kind, account }: Egress): boolean {
  if (kind !== 'leafnode' || account === undefined) return true
  const [destination = ''] = headers.get('Nats-Trace-Dest') ?? []
  return destination === '' || destination === 'trace disabled'
}

function isAnnounced(egress: Egress, hop: string): egress is AnnouncedEgress {
  return egress.hop !== undefined && isNext(egress.hop, hop) && !isTerminal(egress.error)
}

// Anything else is no number that this server can give, and could make the tree a circle.
function isNext(next: string, hop: string): boolean {
  const dot = next.lastIndexOf('.')
  return hop === '' ? next !== '' && dot < 0 : dot === hop.length && next.startsWith(hop)
}
