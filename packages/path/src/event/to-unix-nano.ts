/**
 * Nanoseconds since 1970, from whole seconds and the nanoseconds beyond them.
 *
 * Sums and products of `bigint` would take three times as long.
 */
export function toUnixNano(seconds: number, nanos: number): bigint {
  if (Math.abs(seconds) > MAX_SECONDS) return BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
  // In 16 bits at a time no product is beyond what a number holds exactly.
  const upper = Math.floor(seconds / 0x1_0000)
  const upperNanos = upper * 1e9
  const high = Math.floor(upperNanos / 0x1_0000)
  const low = (upperNanos - high * 0x1_0000) * 0x1_0000 + (seconds - upper * 0x1_0000) * 1e9 + nanos
  const carry = Math.floor(low / 0x1_0000_0000)
  view.setUint32(0, low - carry * 0x1_0000_0000, true)
  view.setInt32(4, high + carry, true)
  return view.getBigInt64(0, true)
}

// What 63 bits of nanoseconds hold: the years 1678 to 2261.
const MAX_SECONDS = 9_223_372_035

const view = new DataView(new ArrayBuffer(8))
