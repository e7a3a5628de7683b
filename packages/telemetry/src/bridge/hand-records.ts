import type { HeldRecord } from './held-record.ts'

/** The records that a lane has in hand, and those that it settled last. */
export class HandRecords {
  readonly #held = new Map<number, HeldRecord>()
  /** Sequences that were settled; the settlement may have been lost with the connection. */
  readonly #settled = new Set<number>()
  /** The same in the order of time: to take the first out of a set costs as much as it has holes. */
  readonly #settledLast = new Float64Array(MAX_SETTLED)
  #settledAt = 0
  #bytes = 0

  get size(): number {
    return this.#held.size
  }

  /** Bytes of the messages. */
  get bytes(): number {
    return this.#bytes
  }

  records(): Iterable<HeldRecord> {
    return this.#held.values()
  }

  /** Whether this very record is in hand. */
  has(record: HeldRecord): boolean {
    return this.#held.get(record.sequence) === record
  }

  /**
   * What is known of a message that was delivered: it is in hand, and then it is acknowledged by its
   * new delivery; or it was settled, and the server does not know.
   */
  findDelivered(sequence: number, ackSubject: string): 'held' | 'settled' | undefined {
    const held = this.#held.get(sequence)
    if (held) {
      held.ackSubject = ackSubject
      return 'held'
    }
    return this.#settled.has(sequence) ? 'settled' : undefined
  }

  add(record: HeldRecord): void {
    this.#held.set(record.sequence, record)
    this.#bytes += record.message.data.length
  }

  /** @param isSettled - whether the record must not be sent again when it is delivered again */
  release(record: HeldRecord, isSettled: boolean): void {
    this.#held.delete(record.sequence)
    this.#bytes -= record.message.data.length
    if (isSettled) this.#remember(record.sequence)
  }

  /** Takes all out of hand. */
  clear(): readonly HeldRecord[] {
    const records = [...this.#held.values()]
    this.#held.clear()
    this.#bytes = 0
    return records
  }

  forgetSettled(): void {
    this.#settled.clear()
    this.#settledLast.fill(0)
  }

  #remember(sequence: number): void {
    const oldest = this.#settledLast[this.#settledAt] ?? 0
    if (oldest > 0) this.#settled.delete(oldest)
    this.#settled.add(sequence)
    this.#settledLast[this.#settledAt] = sequence
    this.#settledAt = (this.#settledAt + 1) % MAX_SETTLED
  }
}

const MAX_SETTLED = 20_000
