/** A hash of 64 bits, in two halves of which each is a signed integer: a `bigint` is slower. */
export interface Hash64 {
  readonly high: number
  readonly low: number
}

/** The FNV-1a of no bytes. */
export const EMPTY_HASH: Hash64 = { high: 0xcbf29ce4 | 0, low: 0x84222325 | 0 }

/** The FNV-1a of what `hash` is of, and behind it of the bytes from `start` to `end`. */
export function fnv1a64(hash: Hash64, bytes: Uint8Array, start: number, end: number): Hash64 {
  let { high, low } = hash
  // hash = (hash xor byte) * 0x100000001b3, in two halves of 32 bits.
  for (let at = start; at < end; at++) {
    low ^= bytes[at] ?? 0
    // What low * 0x1b3 has beyond its 32 bits, by halves: a product of doubles is slower.
    const carry = ((low >>> 16) * 0x1b3 + (((low & 0xffff) * 0x1b3) >>> 16)) >>> 16
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) | 0
    low = Math.imul(low, 0x1b3)
  }
  return { high, low }
}
