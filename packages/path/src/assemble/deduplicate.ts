import type { TraceEvent } from '../event/trace-event.ts'

/**
 * Drops events that came before, as they do when a stream in two JetStream domains stores them.
 *
 * One server cannot take the same hop of a message in at the same nanosecond twice.
 */
export function deduplicate(events: Iterable<TraceEvent>): {
  readonly unique: readonly TraceEvent[]
  readonly duplicates: number
} {
  const unique: TraceEvent[] = []
  let count = 0
  // To compare with the first event of a hop's number is cheaper than to make a key of each event.
  const firstOfHop = new Map<string, TraceEvent>()
  const others = new Set<string>()
  for (const event of events) {
    count++
    const first = firstOfHop.get(event.hop)
    if (first === undefined) firstOfHop.set(event.hop, event)
    else if (isSame(first, event) || others.size === others.add(keyOf(event)).size) continue
    unique.push(event)
  }
  return { unique, duplicates: count - unique.length }
}

function isSame(a: TraceEvent, b: TraceEvent): boolean {
  return (
    a.ingress.timeUnixNano === b.ingress.timeUnixNano &&
    a.server.name === b.server.name &&
    a.server.id === b.server.id
  )
}

function keyOf({ hop, ingress, server }: TraceEvent): string {
  return `${hop}\n${ingress.timeUnixNano}\n${server.id}\n${server.name}`
}
