import type { UnpackedRecord } from '../worker/packed-records.ts'

/**
 * Gathers messages until there are enough of them, or for a quarter of a second, and hands them on. Two batches at a time may be on their way: while there are, adding waits.
 */
export class RecordBatcher {
  readonly #take: (records: readonly UnpackedRecord[]) => Promise<void>
  readonly #onWay = new Set<Promise<void>>()
  #records: UnpackedRecord[] = []
  #bytes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting = 0
  #failure: { readonly error: unknown } | undefined
  #averageBytes = 4096

  constructor(take: (records: readonly UnpackedRecord[]) => Promise<void>) {
    this.#take = take
  }

  /** How many messages came that are not in the index yet. */
  get waiting(): number {
    return this.#waiting
  }

  /** How many messages to ask for at a time, so that they fit in memory. */
  get fetchSize(): number {
    return Math.max(16, Math.min(1_000, Math.floor(FETCH_BYTES / this.#averageBytes)))
  }

  /**
   * Adds a message, when there is room.
   *
   * @throws what handing messages on failed with
   */
  async add(record: UnpackedRecord): Promise<void> {
    this.#records.push(record)
    this.#waiting++
    this.#bytes += record.data.length
    this.#averageBytes = this.#averageBytes * 0.99 + record.data.length * 0.01
    if (this.#records.length >= MAX_RECORDS || this.#bytes >= MAX_BYTES) this.#flush()
    else this.#timer ??= setTimeout(() => this.#flush(), MAX_WAIT_MS)
    while (this.#onWay.size >= MAX_ON_WAY) await Promise.race(this.#onWay)
    if (this.#failure) throw this.#failure.error
  }

  /** Hands on what there is, and waits until all of it has been taken or has failed. */
  async close(): Promise<void> {
    if (!this.#failure) this.#flush()
    clearTimeout(this.#timer)
    await Promise.all(this.#onWay)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const records = this.#records
    this.#records = []
    this.#bytes = 0
    // What follows a batch that was lost must not be taken: the index would seem to have had it.
    if (records.length === 0 || this.#failure) return
    const taken = this.#take(records)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => {
        this.#onWay.delete(taken)
        this.#waiting -= records.length
      })
    this.#onWay.add(taken)
  }
}

const MAX_RECORDS = 500
const MAX_BYTES = 2 * 1024 ** 2
const MAX_WAIT_MS = 250
const MAX_ON_WAY = 2
const FETCH_BYTES = 16 * 1024 ** 2
