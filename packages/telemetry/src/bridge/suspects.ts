import type { HeldRecord } from './held-record.ts'

/** Records in hand that were delivered so often that one of them may end whoever handles it. */
export class Suspects {
  readonly #records: HeldRecord[] = []

  get size(): number {
    return this.#records.length
  }

  add(record: HeldRecord): void {
    this.#records.push(record)
  }

  /**
   * Takes out the one that is handled next: the first of the stream, or the last, by turns with each
   * delivery. Those before the one that ends a process are settled one time, and those behind it the
   * next, so that it is alone after two.
   */
  take(): HeldRecord | undefined {
    const [first, ...others] = this.#records
    if (!first) return undefined
    const sign = first.deliveries % 2 === 0 ? 1 : -1
    const next = others.reduce(
      (best, record) => (sign * (record.sequence - best.sequence) < 0 ? record : best),
      first,
    )
    this.#records.splice(this.#records.indexOf(next), 1)
    return next
  }

  /** Forgets all. */
  clear(): void {
    this.#records.length = 0
  }
}
