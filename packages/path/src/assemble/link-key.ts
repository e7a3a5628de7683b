import { type Egress, type TraceEvent } from '../event/trace-event.ts'

/** What a hop and the server that announced it both say of the way between them. */
export function keyOfHop({ hop, ingress, server }: TraceEvent): string {
  return `${hop}\n${ingress.name}\n${server.name}`
}

/** As {@link keyOfHop}, from the side of the server that announced the hop. */
export function keyOfAnnounced({ server }: TraceEvent, { hop, name }: Egress): string {
  return `${hop ?? ''}\n${server.name}\n${name}`
}
