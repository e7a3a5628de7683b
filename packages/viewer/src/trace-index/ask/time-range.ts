import type { TimeRange } from '../index-request.ts'

/** A range of time in nanoseconds since 1970; what is open at an end reaches as far as 63 bits. */
export function toNanoRange({ fromMs, toMs }: TimeRange): {
  readonly from: bigint
  readonly to: bigint
} {
  return {
    from: fromMs === undefined ? 0n : toNano(fromMs),
    to: toMs === undefined ? MAX_INT64 : toNano(toMs),
  }
}

const MAX_INT64 = 2n ** 63n - 1n

function toNano(ms: number): bigint {
  if (!(ms > 0)) return 0n
  // As exact as the times that a list tells: it can be asked for what began with one of its traces.
  const nano = BigInt(Math.round(Math.min(ms, MAX_MS) * 1_000)) * 1_000n
  return nano < MAX_INT64 ? nano : MAX_INT64
}

// More than 63 bits of nanoseconds hold.
const MAX_MS = 9_300_000_000_000
