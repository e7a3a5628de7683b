import { BYTE_TO_HEX } from '../byte-to-hex.ts'

/** The clock and the chance that a recorder takes from outside, so that tests are exact. */
export interface Runtime {
  /** Nanoseconds since 1970 in UTC; never earlier than what was told before. */
  readonly now: () => bigint
  /** A new span id: 16 hex digits, not all zero. */
  readonly newSpanId: () => string
  /** A new trace id: 32 hex digits, not all zero. */
  readonly newTraceId: () => string
}

/** The machine's own clock and random numbers. */
export const systemRuntime: Runtime = {
  now: monotonicNow(),
  newSpanId: () => randomHex(8),
  newTraceId: () => randomHex(16),
}

/** How far the wall clock may run ahead before it is believed, in milliseconds: never by rounding alone. */
const MAX_BEHIND_MS = 1_000

// A span must not end before it began when the wall clock is set back, so time goes on by the
// monotonic one. That one stands still while the machine sleeps, and is then set forward.
function monotonicNow(): () => bigint {
  let originMs = performance.timeOrigin
  let originNano = BigInt(Math.round(originMs * 1e6))
  return () => {
    const readingMs = performance.now()
    const behindMs = Date.now() - originMs - readingMs
    if (behindMs > MAX_BEHIND_MS) {
      originMs += behindMs
      originNano = BigInt(Math.round(originMs * 1e6))
    }
    return originNano + BigInt(Math.round(readingMs * 1e6))
  }
}

// One call for random bytes costs more than a hundred ids taken from what it gave.
const pool = new Uint8Array(4096)
let used = pool.length

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  let hex = ''
  for (const end = used + bytes; used < end; used++) hex += BYTE_TO_HEX[pool[used] ?? 0]
  return /[^0]/.test(hex) ? hex : randomHex(bytes)
}
