import { randomUUID } from 'node:crypto'

/** Which traces changed of late, so that one who was away for a moment can be told. */
export class ChangeLog {
  // An id of another start of the viewer is none of this one.
  readonly #name = randomUUID().slice(0, 8)
  readonly #changes: (readonly string[])[] = []
  #first = 1

  /** What the last change is called. */
  get lastId(): string {
    return `${this.#name}-${this.#first + this.#changes.length - 1}`
  }

  append(traceIds: readonly string[]): void {
    this.#changes.push(traceIds)
    if (this.#changes.length <= MAX_CHANGES) return
    this.#changes.shift()
    this.#first++
  }

  /** Every trace that changed after an id; `undefined` when that is too long ago, or too many. */
  since(id: string): readonly string[] | undefined {
    const [name, number = ''] = id.split('-', 2)
    const after = /^\d{1,15}$/.test(number) ? Number(number) + 1 - this.#first : -1
    if (name !== this.#name || after < 0) return undefined

    const traceIds = new Set(this.#changes.slice(after).flat())
    return traceIds.size <= MAX_TRACES ? [...traceIds] : undefined
  }
}

const MAX_CHANGES = 600
/** As many as the index takes in one request. */
export const MAX_TRACES = 500
