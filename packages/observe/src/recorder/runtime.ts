import { hexOf } from './hex-of.ts'

/** The clock and the chance that a recorder takes from outside, so that tests are exact. */
export interface Runtime {
  /** Nanoseconds since 1970 in UTC; never earlier than what was told before. */
  readonly now: () => bigint
  /** A new span id: 16 hex digits, not all zero. */
  readonly newSpanId: () => string
  /** A new trace id: 32 hex digits, not all zero. */
  readonly newTraceId: () => string
  /** The same clock and chance in plain numbers, where that is quicker. @default none */
  readonly numbers?: NumberRuntime
}

/** A clock and a chance in numbers, which cost a fraction of a `bigint` and of hex digits. */
export interface NumberRuntime {
  /** What {@link NumberRuntime.elapsedMs} counts from, in nanoseconds since 1970. */
  readonly originUnixNano: bigint
  /** Milliseconds since the origin, with fractions; never less than what was told before. */
  readonly elapsedMs: () => number
  /** 32 random bits. */
  readonly random32: () => number
}

const clock = followWallClock({
  originMs: performance.timeOrigin,
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
})

const numbers: NumberRuntime = {
  originUnixNano: BigInt(Math.round(performance.timeOrigin * 1e6)),
  elapsedMs: clock,
  random32,
}

/** The machine's own clock and random numbers. */
export const systemRuntime: Runtime = {
  now: () => numbers.originUnixNano + BigInt(Math.round(clock() * 1e6)),
  newSpanId: () => randomHex(2),
  newTraceId: () => randomHex(4),
  numbers,
}

/** What {@link followWallClock} reads. */
export interface Clocks {
  /** The time of the wall clock when the monotonic one stood at 0, in milliseconds. */
  readonly originMs: number
  readonly wallMs: () => number
  readonly monotonicMs: () => number
}

/** How far the wall clock may run ahead before it is believed, in milliseconds: never by rounding alone. */
const MAX_BEHIND_MS = 1_000
/** How long the wall clock is not looked at, in milliseconds, since that costs as much as all the rest. */
const UNSEEN_MS = 1

/**
 * A clock that goes on by the monotonic one, so that no span ends before it began when the wall clock
 * is set back.
 *
 * The monotonic clock stands still while the machine sleeps: when the wall clock is ahead of it, time
 * is set forward.
 */
export function followWallClock({ originMs, wallMs, monotonicMs }: Clocks): () => number {
  let aheadMs = 0
  let lookAgainMs = 0
  return () => {
    const readingMs = monotonicMs()
    if (readingMs >= lookAgainMs) {
      lookAgainMs = readingMs + UNSEEN_MS
      const behindMs = wallMs() - originMs - readingMs - aheadMs
      if (behindMs > MAX_BEHIND_MS) aheadMs += behindMs
    }
    return readingMs + aheadMs
  }
}

// One call for random bytes costs more than a thousand ids taken from what it gave.
const pool = new Int32Array(4096)
let used = pool.length

function random32(): number {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  return pool[used++] ?? 0
}

function randomHex(words: number): string {
  let hex = ''
  let isZero = true
  for (let word = 0; word < words; word += 2) {
    const high = random32()
    const low = random32()
    isZero &&= high === 0 && low === 0
    hex += hexOf(high, low)
  }
  return isZero ? randomHex(words) : hex
}
