/** Nanoseconds since 1970, to the microsecond, by a clock that never steps back while we run. */
export function unixNanoNow(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n
}
