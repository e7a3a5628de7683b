import { Refusal } from '../refusal.ts'

/** Lets so many in at a time, so that what they bring fits into memory; the rest are to come again. */
export class IntakeGate {
  readonly #max: number
  #inside = 0

  constructor(max: number) {
    this.#max = max
  }

  /** @throws {@link Refusal} LIMIT_EXCEEDED if too many are inside */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#max) {
      throw new Refusal(503, 'LIMIT_EXCEEDED', `${this.#max} requests are being read already`)
    }
    this.#inside++
    try {
      return await work()
    } finally {
      this.#inside--
    }
  }
}
