import { type TimeRange } from '../index-request.ts'

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
  const nano = BigInt(Math.floor(Math.min(ms, Number.MAX_SAFE_INTEGER))) * 1_000_000n
  return nano < MAX_INT64 ? nano : MAX_INT64
}
