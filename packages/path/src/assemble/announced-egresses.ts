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

function isAnnounced(egress: Egress, hop: string): egress is AnnouncedEgress {
  return egress.hop !== undefined && isNext(egress.hop, hop) && !isTerminal(egress.error)
}

// Anything else is no number that this server can give, and could make the tree a circle.
function isNext(next: string, hop: string): boolean {
  const dot = next.lastIndexOf('.')
  return hop === '' ? next !== '' && dot < 0 : dot === hop.length && next.startsWith(hop)
}
