import { parentHop } from '@hopscope/observe/hop'
import { isTerminal, type Egress, type TraceEvent } from '../event/trace-event.ts'

/** The egresses of an event by which a server is announced that is to report. */
export function announcedEgresses(event: TraceEvent): readonly Egress[] {
  return event.items.filter(
    (item): item is Egress =>
      item.type === 'egress' &&
      item.hop !== undefined &&
      // Anything else is no number that this server can give, and could make the tree a circle.
      parentHop(item.hop) === event.hop &&
      !isTerminal(item.error),
  )
}
