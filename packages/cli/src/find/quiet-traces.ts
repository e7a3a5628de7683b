/** Traces most that one asks an index for at a time. */
const MAX_BATCH = 500

/**
 * Traces of which nothing has come for a while, each once: what a person who follows wants to see, since
 * the spans of a trace come one after the other.
 */
export class QuietTraces implements Disposable {
  readonly #quietMs: number
  /** Traces that are waited for, the one that was touched last at the end. */
  readonly #touchedAt = new Map<string, number>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #wake: (() => void) | undefined
  #isClosed = false

  constructor(quietMs: number) {
    this.#quietMs = quietMs
  }

  /** Something has come of these traces. */
  touch(traceIds: readonly string[]): void {
    const now = performance.now()
    for (const traceId of traceIds) {
      this.#touchedAt.delete(traceId)
      this.#touchedAt.set(traceId, now)
    }
    this.#schedule()
  }

  /** The traces that have become quiet, in the order in which they did. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly string[], void, undefined> {
    while (!this.#isClosed) {
      const quiet = this.#takeQuiet()
      if (quiet.length > 0) {
        yield quiet
        continue
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        this.#schedule()
      })
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#wake?.()
  }

  #takeQuiet(): readonly string[] {
    const latest = performance.now() - this.#quietMs
    const quiet: string[] = []
    for (const [traceId, touchedAt] of this.#touchedAt) {
      if (touchedAt > latest || quiet.length === MAX_BATCH) break
      quiet.push(traceId)
      this.#touchedAt.delete(traceId)
    }
    return quiet
  }

  #schedule(): void {
    const [first] = this.#touchedAt.values()
    if (first === undefined || this.#timer !== undefined || this.#isClosed) return
    const waitMs = Math.max(0, first + this.#quietMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#wake?.()
    }, waitMs + 1)
  }
}
