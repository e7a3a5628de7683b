/** Gathers the ids of traces that changed, and tells of them ten times a second at the most. */
export class ChangeNotice {
  readonly #tell: (traceIds: readonly string[], omitted: number) => void
  readonly #changed = new Set<string>()
  #omitted = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (traceIds: readonly string[], omitted: number) => void) {
    this.#tell = tell
  }

  /** Adds traces that changed. */
  add(traceIds: readonly string[]): void {
    for (const traceId of traceIds) {
      if (this.#changed.size < MAX_TOLD || this.#changed.has(traceId)) this.#changed.add(traceId)
      else this.#omitted++
    }
    if (traceIds.length > 0) this.#timer ??= setTimeout(() => this.#flush(), INTERVAL_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #flush(): void {
    this.#timer = undefined
    this.#tell([...this.#changed], this.#omitted)
    this.#changed.clear()
    this.#omitted = 0
  }
}

const MAX_TOLD = 500
const INTERVAL_MS = 100
