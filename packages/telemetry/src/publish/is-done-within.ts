/** Waits for `work`, and no longer than `timeoutMs`; whether it was done by then. */
export async function isDoneWithin(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: timeout, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, timerMs(timeoutMs), false)
  try {
    return await Promise.race([work.then(() => true), timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** What a timer takes of a time, in milliseconds: to one that is longer than 24 days it would not wait at all. */
export function timerMs(ms: number): number {
  return Math.min(ms, LONGEST_TIMER_MS)
}

const LONGEST_TIMER_MS = 2 ** 31 - 1
