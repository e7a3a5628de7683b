import { ObserveError } from '../observe-error.ts'

/** Refuses what is not a whole number of nanoseconds that Go's `time.Duration` can hold. */
export function checkNanos(name: string, nanos: number, least: 0 | 1): void {
  if (Number.isInteger(nanos) && nanos >= least && nanos < NANOS_LIMIT) return
  throw new ObserveError(
    'TTL_INVALID',
    `${name} must be a whole number of nanoseconds, ${least} or more and below 2^63, got ${nanos}`,
    { hint: "give nanoseconds; toNanos(90, 's') makes them of another unit" },
  )
}

const NANOS_LIMIT = 2 ** 63
