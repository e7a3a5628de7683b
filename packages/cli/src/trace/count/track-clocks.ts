import type { ClockBounds, ClockOffset } from '@hopscope/path'

/** What is known of clocks at one time. */
export interface ClockReading {
  readonly atUnixNano: bigint
  readonly clocks: ClockBounds
}

/**
 * Narrows what each trace of several tells of clocks by what those before and after it tell.
 *
 * One trace bounds a clock no better than by the time it took; of many, the quickest bounds it for
 * all. A clock that was set between two traces fits no bounds of the other, and begins anew.
 *
 * @param readings in the order of their times
 * @param known what was known before the first of them
 */
export function trackClocks(
  readings: readonly ClockReading[],
  known?: ClockReading,
): readonly ClockReading[] {
  return narrowAlong(narrowAlong(readings, known).toReversed()).toReversed()
}

// By how much two clocks may part in a billion of nanoseconds: each is slewed by half of it at most.
const DRIFT_PER_SECOND_NANOS = 1_000_000n
const SECOND_NANOS = 1_000_000_000n

function narrowAlong(
  readings: readonly ClockReading[],
  known?: ClockReading,
): readonly ClockReading[] {
  let last = known
  return readings.map((reading) => {
    last = last === undefined ? reading : narrowBy(reading, last)
    return last
  })
}

// A server that had not this message is kept in mind for the next.
function narrowBy({ atUnixNano, clocks }: ClockReading, near: ClockReading): ClockReading {
  const apart = abs(atUnixNano - near.atUnixNano)
  const drift = (apart * DRIFT_PER_SECOND_NANOS) / SECOND_NANOS
  const merged = new Map([...near.clocks].map(([key, offset]) => [key, widen(offset, drift)]))
  for (const [key, offset] of clocks) merged.set(key, narrower(offset, merged.get(key)))
  return { atUnixNano, clocks: merged }
}

function widen({ minNanos, maxNanos }: ClockOffset, by: bigint): ClockOffset {
  return { minNanos: minNanos - by, maxNanos: maxNanos + by }
}

function narrower(own: ClockOffset, other: ClockOffset | undefined): ClockOffset {
  if (other === undefined) return own
  const minNanos = own.minNanos > other.minNanos ? own.minNanos : other.minNanos
  const maxNanos = own.maxNanos < other.maxNanos ? own.maxNanos : other.maxNanos
  return minNanos <= maxNanos ? { minNanos, maxNanos } : own
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}
