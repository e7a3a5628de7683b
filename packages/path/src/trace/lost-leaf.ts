import { announcedEgresses } from '../assemble/announced-egresses.ts'
import { assemble } from '../assemble/assemble.ts'
import type { TraceEvent } from '../event/trace-event.ts'

/**
 * Whether a message no longer went over a leaf node connection of which the other end had been silent
 * when the message was sent before.
 *
 * A message that is larger than the other end takes makes it end the connection. Then nobody is there
 * to subscribe, and the way looks whole.
 */
export function lostLeaf(before: readonly TraceEvent[], now: readonly TraceEvent[]): boolean {
  const silent = assemble(before).missing.filter(({ kind, owed }) => kind === 'leafnode' && owed)
  if (silent.length === 0) return false
  const reached = new Set(now.flatMap((event) => linksOf(event)))
  return silent.some(
    ({ announcedBy, server }) => announcedBy && !reached.has(linkKey(announcedBy, server)),
  )
}

function linksOf(event: TraceEvent): readonly string[] {
  return announcedEgresses(event).map(({ name }) => linkKey(event, name))
}

function linkKey({ server }: TraceEvent, to: string): string {
  return `${server.name}\n${to}`
}
