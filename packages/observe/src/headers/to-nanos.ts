import { checkNanos } from './check-nanos.ts'

/** A unit of time, as {@link toNanos} takes it. */
export type TimeUnit = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd'

/**
 * So many nanoseconds, to the nearest: `toNanos(90, 's')` is what `ttl` of a record takes.
 *
 * @throws {@link ObserveError} TTL_INVALID if `n` is negative, no number, or longer than 292 years
 */
export function toNanos(n: number, unit: TimeUnit): number {
  const nanos = Math.round(n * NANOS_OF[unit])
  checkNanos(`${n} ${unit}`, nanos, 0)
  return nanos
}

const NANOS_OF: Readonly<Record<TimeUnit, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
}
