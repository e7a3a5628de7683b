/** Which traces changed of late, so that one who was away for a moment can be told. */
export class ChangeLog {
  readonly #changes: Change[] = []
  // That before the first of them.
  #base: string

  /** @param revision - what the last change is called that is not in the log */
  constructor(revision: string) {
    this.#base = revision
  }

  /** What the last change is called. */
  get revision(): string {
    return this.#changes.at(-1)?.revision ?? this.#base
  }

  append(change: Change): void {
    this.#changes.push(change)
    if (this.#changes.length <= MAX_CHANGES) return
    this.#base = this.#changes.shift()?.revision ?? this.#base
  }

  /** Every trace that changed after a revision; `undefined` when that is too long ago, or too many. */
  since(revision: string): readonly string[] | undefined {
    const at = this.#changes.findLastIndex((change) => change.revision === revision)
    if (at < 0 && revision !== this.#base) return undefined

    const traceIds = new Set<string>()
    for (const change of this.#changes.slice(at + 1)) {
      // What is not known cannot be told.
      if (change.omitted > 0) return undefined
      for (const traceId of change.traceIds) traceIds.add(traceId)
    }
    return traceIds.size <= MAX_TRACES ? [...traceIds] : undefined
  }
}

/** Traces that changed together. */
interface Change {
  readonly revision: string
  readonly traceIds: readonly string[]
  /** How many more there are. */
  readonly omitted: number
}

const MAX_CHANGES = 600
/** As many as the index takes in one request. */
export const MAX_TRACES = 500
