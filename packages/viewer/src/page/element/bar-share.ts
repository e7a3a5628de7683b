/** Durations below this are all drawn as a dot. */
const LEAST_MS = 0.1

/** How much of the longest bar a duration takes, 0.02 to 1, by its logarithm. */
export function barShare(ms: number, maxMs: number): number {
  const most = Math.log(Math.max(maxMs, LEAST_MS * 2) / LEAST_MS)
  const share = Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / most

  return Math.max(0.02, Math.min(1, share))
}
