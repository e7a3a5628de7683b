import { timerMs } from '../publish/is-done-within.ts'
import type { SendableRecord } from './held-record.ts'

/** Records that go in one request. */
export interface Batch {
  readonly records: readonly SendableRecord[]
  /** How all of their bodies are compressed; absent when they are plain. */
  readonly encoding: 'gzip' | undefined
}

/** When a {@link Batcher} holds a batch for complete. */
export interface BatcherOptions {
  readonly maxRecords: number
  readonly maxBytes: number
  /** How long a record waits at most, in milliseconds. */
  readonly flushIntervalMs: number
  readonly onBatch: (batch: Batch) => void
}

/** Gathers records until there are enough for a request, or the first of them has waited long enough. */
export class Batcher {
  readonly #options: BatcherOptions
  readonly #plain: Gathering = { records: [], bytes: 0, timer: undefined }
  readonly #gzip: Gathering = { records: [], bytes: 0, timer: undefined }

  constructor(options: BatcherOptions) {
    this.#options = options
  }

  add(record: SendableRecord): void {
    const { maxRecords, maxBytes, flushIntervalMs } = this.#options
    const { body, encoding } = record.request
    const gathering = encoding === 'gzip' ? this.#gzip : this.#plain
    if (gathering.records.length > 0 && gathering.bytes + body.length > maxBytes) {
      this.#complete(gathering)
    }
    gathering.records.push(record)
    gathering.bytes += body.length
    if (gathering.records.length >= maxRecords || gathering.bytes >= maxBytes) {
      this.#complete(gathering)
    } else {
      gathering.timer ??= setTimeout(() => this.#complete(gathering), timerMs(flushIntervalMs))
    }
  }

  /** Takes what there is for complete. */
  flush(): void {
    this.#complete(this.#plain)
    this.#complete(this.#gzip)
  }

  /** Forgets what there is. */
  close(): void {
    for (const gathering of [this.#plain, this.#gzip]) {
      clearTimeout(gathering.timer)
      gathering.records = []
    }
  }

  #complete(gathering: Gathering): void {
    const { records } = gathering
    clearTimeout(gathering.timer)
    gathering.timer = undefined
    gathering.bytes = 0
    if (records.length === 0) return
    gathering.records = []
    this.#options.onBatch({ records, encoding: gathering === this.#gzip ? 'gzip' : undefined })
  }
}

interface Gathering {
  records: SendableRecord[]
  bytes: number
  timer: ReturnType<typeof setTimeout> | undefined
}
