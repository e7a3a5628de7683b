import { CONNECTION_KINDS, type ConnectionKind } from '../event/connection-kind.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import type { EgressCount } from './explanation.ts'

/** Counts egresses that succeeded and streams that the message met, in the order of the kinds. */
export function egressCounts(events: readonly TraceEvent[]): readonly EgressCount[] {
  const counts = new Map<ConnectionKind, number>()
  for (const { items } of events) {
    for (const item of items) {
      if (item.type === 'egress' && item.error !== undefined) continue
      if (item.type !== 'egress' && item.type !== 'storage') continue
      const kind = item.type === 'egress' ? item.kind : 'jetstream'
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
  }
  return [...CONNECTION_KINDS, 'unknown' as const].flatMap((kind) => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, count }]
  })
}
