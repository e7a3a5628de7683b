import type { TraceServer } from '../event/trace-event.ts'

/** By how much a server's clock is ahead of the tracer's: between these two, in nanoseconds. */
export interface ClockOffset {
  readonly minNanos: bigint
  readonly maxNanos: bigint
}

/** What is known of the clocks of servers, by {@link clockKey}. */
export type ClockBounds = ReadonlyMap<string, ClockOffset>

/** What tells a server from others of its name. */
export function clockKey({ id, name }: TraceServer): string {
  return id === '' ? name : id
}

/** What both say of a clock; it is not {@link isPossible} when they contradict each other. */
export function intersect(a: ClockOffset, b: ClockOffset): ClockOffset {
  return {
    minNanos: a.minNanos > b.minNanos ? a.minNanos : b.minNanos,
    maxNanos: a.maxNanos < b.maxNanos ? a.maxNanos : b.maxNanos,
  }
}

/** Whether a clock can be like that. */
export function isPossible({ minNanos, maxNanos }: ClockOffset): boolean {
  return minNanos <= maxNanos
}
