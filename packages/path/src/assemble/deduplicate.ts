import { type TraceEvent } from '../event/trace-event.ts'

/**
 * Drops events that came before, as they do when a stream in two JetStream domains stores them.
 *
 * One server cannot take the same hop of a message in at the same nanosecond twice.
 */
export function deduplicate(events: Iterable<TraceEvent>): {
  readonly unique: readonly TraceEvent[]
  readonly duplicates: number
} {
  const unique = new Map<string, TraceEvent>()
  let count = 0
  for (const event of events) {
    count++
    const { server, ingress, hop } = event
    const key = `${hop}\n${ingress.timeUnixNano}\n${server.id}\n${server.name}`
    if (!unique.has(key)) unique.set(key, event)
  }
  return { unique: [...unique.values()], duplicates: count - unique.size }
}
