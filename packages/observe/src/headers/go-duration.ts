import { checkNanos } from './check-nanos.ts'

/**
 * A duration as Go's `time.ParseDuration` reads it, in the largest unit that needs no fraction:
 * `90s`, `10m`, `1h`, `5ms`, `7ns`. That is how NATS takes `Nats-TTL`.
 *
 * Days are hours, since Go has none; nothing is `0s`.
 *
 * @throws {@link ObserveError} TTL_INVALID if `nanos` is negative, has a fraction, or is 2^63 or more
 */
export function goDuration(nanos: number): string {
  checkNanos('a duration', nanos, 0)
  const exact = BigInt(nanos)
  if (exact === 0n) return '0s'
  const [unit, size] = UNITS.find(([, size]) => exact % size === 0n) ?? NANOSECOND
  return `${exact / size}${unit}`
}

const NANOSECOND = ['ns', 1n] as const

const UNITS: readonly (readonly [unit: string, nanos: bigint])[] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
]
