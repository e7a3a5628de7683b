import type { Egress, TraceEvent } from '../event/trace-event.ts'

/** The egresses by which clients of a server got the message. */
export function clientDeliveries({ items }: TraceEvent): readonly Egress[] {
  return items.filter(
    (item): item is Egress =>
      item.type === 'egress' && item.kind === 'client' && item.error === undefined,
  )
}
