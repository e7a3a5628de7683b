import { assemble } from '../assemble/assemble.ts'
import { hopsOf } from '../assemble/assembly.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import {
  clockKey,
  intersect,
  isPossible,
  type ClockBounds,
  type ClockOffset,
} from './clock-offset.ts'
import { narrowByOrder, type ClockOrder } from './narrow-by-order.ts'

/** A trace with the times of the one who asked for it. */
export interface TimedTrace {
  readonly events: readonly TraceEvent[]
  /** When the message was sent, in nanoseconds since 1970 by the tracer's clock. */
  readonly sentAtUnixNano: bigint
  /** When each event arrived, by the same clock. */
  readonly receivedAtUnixNano: readonly bigint[]
}

/**
 * Bounds the clock of each server by the tracer's own.
 *
 * A server had the message after it was sent, and not before the server that sent it on to it; all
 * that an event tells of happened before the event arrived. The bounds are as wide as the trace
 * took, a few milliseconds as a rule.
 */
export function clockBounds(trace: TimedTrace): ClockBounds {
  const bounds = new Map<string, ClockOffset>()
  for (const [index, event] of trace.events.entries()) {
    const receivedAt = trace.receivedAtUnixNano[index]
    if (receivedAt === undefined) continue
    const key = clockKey(event.server)
    const known = bounds.get(key)
    const offset = {
      minNanos: lastTimeOf(event) - receivedAt,
      maxNanos: event.ingress.timeUnixNano - trace.sentAtUnixNano,
    }
    bounds.set(key, known === undefined ? offset : intersect(known, offset))
  }
  // A clock that was set meanwhile, or an event that is made up, fits no bounds.
  const possible = new Map([...bounds].filter(([, offset]) => isPossible(offset)))
  return narrowByOrder(possible, ordersIn(trace.events))
}

/** The last time of which an event tells. */
export function lastTimeOf({ ingress, items }: TraceEvent): bigint {
  return items.reduce(
    (last, { timeUnixNano }) => (timeUnixNano > last ? timeUnixNano : last),
    ingress.timeUnixNano,
  )
}

// The server notes when it sends the message on before the other can have it (server/client.go).
function ordersIn(events: readonly TraceEvent[]): readonly ClockOrder[] {
  return [...hopsOf(assemble(events))].flatMap(({ event, next }) =>
    next.flatMap((hop) => {
      if (hop.via === undefined) return []
      const leadNanos = hop.event.ingress.timeUnixNano - hop.via.timeUnixNano
      return [{ from: clockKey(event.server), to: clockKey(hop.event.server), leadNanos }]
    }),
  )
}
