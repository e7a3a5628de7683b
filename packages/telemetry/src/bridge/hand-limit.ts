/** What a {@link HandLimit} depends on. */
export interface HandLimitOptions {
  readonly batchSize: number
  /** Records of which there are never more in hand. */
  readonly most: number
  /** Deliveries of a record after which it is given up untried. */
  readonly maxDeliveries: number
}

/**
 * How many records may be in hand.
 *
 * A process that is killed leaves each record that it had in hand with one delivery more. So it
 * begins with a single record, to see what comes; then there are as many more as were settled, and
 * a batch. When one comes that was delivered often, it is one at a time until others come: whatever
 * ends the process costs a delivery of that one, and what can be sent is settled before.
 */
export class HandLimit {
  readonly #options: HandLimitOptions
  readonly #manyDeliveries: number
  #isCareful = true
  #settled = 0

  constructor(options: HandLimitOptions) {
    this.#options = options
    // The second half of the deliveries is for care; a first one is no sign of anything.
    this.#manyDeliveries = Math.max(2, Math.ceil(options.maxDeliveries / 2))
  }

  /** Records that there may be. */
  get records(): number {
    const { batchSize, most } = this.#options
    return this.#isCareful ? 1 : Math.min(batchSize + this.#settled, most)
  }

  /** Whether there may be more when some are settled, so that none waits for others to go with it. */
  get isGrowing(): boolean {
    return this.records < this.#options.most
  }

  /** Hears of a record that came; whether it was delivered so often that it may be what ends processes. */
  came({ deliveries }: { readonly deliveries: number }): boolean {
    this.#isCareful = deliveries >= this.#manyDeliveries
    if (this.#isCareful) this.#settled = 0
    return this.#isCareful
  }

  /** Hears of a record that was settled. */
  settled(): void {
    this.#settled++
  }
}
