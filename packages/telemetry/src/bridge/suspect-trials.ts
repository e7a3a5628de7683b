import { isDoneWithin } from '../publish/is-done-within.ts'
import type { HeldRecord } from './held-record.ts'
import { Suspects } from './suspects.ts'

/** What {@link SuspectTrials} ask, and whom they tell. */
export interface SuspectTrialsOptions {
  /** Resolves when the server has what was told to it, and what it sent before is here. */
  readonly flush: () => Promise<void>
  /** Records in hand, suspects among them. */
  readonly inHand: () => number
  /** Called with the suspect whose turn it is. */
  readonly onTurn: (record: HeldRecord) => void
}

/** Has suspects handled one at a time, each of them when nothing else is in hand. */
export class SuspectTrials {
  readonly #options: SuspectTrialsOptions
  readonly #suspects = new Suspects()
  #isFlushing = false

  constructor(options: SuspectTrialsOptions) {
    this.#options = options
  }

  /** Suspects that wait. */
  get size(): number {
    return this.#suspects.size
  }

  add(record: HeldRecord): void {
    this.#suspects.add(record)
    void this.#try()
  }

  /** Hears that a record is not in hand any more. */
  released(): void {
    if (this.#isTurn) void this.#try()
  }

  /** Has one more handled at once, whatever else is in hand. */
  tryOneMore(): void {
    const record = this.#suspects.take()
    if (record) this.#options.onTurn(record)
  }

  /** Forgets all. */
  clear(): void {
    this.#suspects.clear()
  }

  get #isTurn(): boolean {
    return this.size > 0 && this.size === this.#options.inHand()
  }

  // It may be the last that this process does: what was settled must be known to the server, and
  // what came with it must be here, so that it is known whose turn it is.
  async #try(): Promise<void> {
    if (this.#isFlushing) return
    this.#isFlushing = true
    await isDoneWithin(
      FLUSH_TIMEOUT_MS,
      this.#options.flush().catch(() => {}),
    )
    this.#isFlushing = false
    if (this.#isTurn) this.tryOneMore()
  }
}

const FLUSH_TIMEOUT_MS = 1_000
