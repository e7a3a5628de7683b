/** What becomes of a record that was refused alone. */
export type NextAttempt =
  | { readonly kind: 'give-up'; readonly attempts: number }
  | { readonly kind: 'again'; readonly attempts: number; readonly delayMs: number }

/**
 * Counts how often records were refused alone.
 *
 * The server counts deliveries, of which an outage, a restart or a bridge that is killed may need
 * some: they say nothing about the record.
 */
export class Attempts {
  readonly #refusals = new Map<number, Refusals>()
  readonly #maxAttempts: number
  readonly #retryDelayMs: number

  constructor(maxAttempts: number, retryDelayMs: number) {
    this.#maxAttempts = maxAttempts
    this.#retryDelayMs = retryDelayMs
  }

  /** Counts one more refusal of the record with a sequence. */
  refused(sequence: number): NextAttempt {
    const attempts = (this.#refusals.get(sequence)?.count ?? 0) + 1
    this.#refusals.delete(sequence)
    if (attempts >= this.#maxAttempts) return { kind: 'give-up', attempts }

    this.#refusals.set(sequence, { count: attempts, lastMs: performance.now() })
    this.#forgetOldest()
    const delayMs = Math.min(this.#retryDelayMs * 2 ** (attempts - 1), LONGEST_DELAY_MS)
    return { kind: 'again', attempts, delayMs }
  }

  /** When the record with a sequence was refused last, by `performance.now()`; absent if it was not. */
  refusedMs(sequence: number): number | undefined {
    return this.#refusals.get(sequence)?.lastMs
  }

  /** Forgets a record, since it was taken or given up. */
  settled(sequence: number): void {
    this.#refusals.delete(sequence)
  }

  // Another bridge of the name may have had the next delivery, and then nothing more is heard of it.
  #forgetOldest(): void {
    if (this.#refusals.size <= MAX_COUNTED) return
    for (const sequence of this.#refusals.keys()) {
      this.#refusals.delete(sequence)
      return
    }
  }
}

interface Refusals {
  readonly count: number
  readonly lastMs: number
}

const LONGEST_DELAY_MS = 5 * 60 * 1000
const MAX_COUNTED = 10_000
