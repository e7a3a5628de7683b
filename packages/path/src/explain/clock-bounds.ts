import { type TraceEvent, type TraceServer } from '../event/trace-event.ts'

/** A trace with the times of the one who asked for it. */
export interface TimedTrace {
  readonly events: readonly TraceEvent[]
  /** When the message was sent, in nanoseconds since 1970 by the tracer's clock. */
  readonly sentAtUnixNano: bigint
  /** When each event arrived, by the same clock. */
  readonly receivedAtUnixNano: readonly bigint[]
}

/** By how much a server's clock is ahead of the tracer's: between these two, in nanoseconds. */
export interface ClockOffset {
  readonly minNanos: bigint
  readonly maxNanos: bigint
}

/** What is known of the clocks of servers, by {@link clockKey}. */
export type ClockBounds = ReadonlyMap<string, ClockOffset>

/**
 * Bounds the clock of each server by the tracer's own.
 *
 * A server had the message after it was sent, and all that an event tells of happened before the
 * event arrived. The bounds are as wide as the trace took, a few milliseconds as a rule.
 */
export function clockBounds(trace: TimedTrace): ClockBounds {
  const bounds = new Map<string, ClockOffset>()
  for (const [index, event] of trace.events.entries()) {
    const receivedAt = trace.receivedAtUnixNano[index]
    if (receivedAt === undefined) continue
    const key = clockKey(event.server)
    const offset = {
      minNanos: lastTimeOf(event) - receivedAt,
      maxNanos: event.ingress.timeUnixNano - trace.sentAtUnixNano,
    }
    bounds.set(key, narrower(bounds.get(key), offset))
  }
  // A clock that was set meanwhile, or an event that is made up, fits no bounds.
  return new Map([...bounds].filter(([, { minNanos, maxNanos }]) => minNanos <= maxNanos))
}

/** What tells a server from others of its name. */
export function clockKey({ id, name }: TraceServer): string {
  return id === '' ? name : id
}

/** The last time of which an event tells. */
export function lastTimeOf({ ingress, items }: TraceEvent): bigint {
  return items.reduce(
    (last, { timeUnixNano }) => (timeUnixNano > last ? timeUnixNano : last),
    ingress.timeUnixNano,
  )
}

function narrower(known: ClockOffset | undefined, offset: ClockOffset): ClockOffset {
  if (known === undefined) return offset
  return {
    minNanos: known.minNanos > offset.minNanos ? known.minNanos : offset.minNanos,
    maxNanos: known.maxNanos < offset.maxNanos ? known.maxNanos : offset.maxNanos,
  }
}
