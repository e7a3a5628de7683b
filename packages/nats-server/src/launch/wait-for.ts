import { setTimeout as delay } from 'node:timers/promises'

/** How long a condition is waited for, and how often it is looked at. */
export interface WaitOptions {
  readonly timeoutMs: number
  readonly intervalMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Looks until `check` gives something, and gives that; undefined when `timeoutMs` has passed.
 *
 * Looks at least once. Rejects with the signal's reason when aborted.
 */
export async function waitFor<T>(
  check: () => Promise<T | undefined>,
  { timeoutMs, intervalMs, signal }: WaitOptions,
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const found = await check()
    if (found !== undefined || performance.now() >= deadline) return found

    await delay(intervalMs)
  }
}
