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
  readonly #counts = new Map<number, number>()
  readonly #maxAttempts: number
  readonly #retryDelayMs: number

  constructor(maxAttempts: number, retryDelayMs: number) {
    this.#maxAttempts = maxAttempts
    this.#retryDelayMs = retryDelayMs
  }

  /** Counts one more refusal of the record with a sequence. */
  refused(sequence: number): NextAttempt {
    const attempts = (this.#counts.get(sequence) ?? 0) + 1
    this.#counts.delete(sequence)
    if (attempts >= this.#maxAttempts) return { kind: 'give-up', attempts }

    this.#counts.set(sequence, attempts)
    this.#forgetOldest()
    const delayMs = Math.min(this.#retryDelayMs * 2 ** (attempts - 1), LONGEST_DELAY_MS)
    return { kind: 'again', attempts, delayMs }
  }

  /** Forgets a record, since it was taken or given up. */
  settled(sequence: number): void {
    this.#counts.delete(sequence)
  }

  // Another bridge of the name may have had the next delivery, and then nothing more is heard of it.
  #forgetOldest(): void {
    if (this.#counts.size <= MAX_COUNTED) return
    for (const sequence of this.#counts.keys()) {
      this.#counts.delete(sequence)
      return
    }
  }
}

const LONGEST_DELAY_MS = 5 * 60 * 1000
const MAX_COUNTED = 10_000
