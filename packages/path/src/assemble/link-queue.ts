/** Things that wait under a key, handed out by time: the earliest first. */
export class LinkQueue<T> {
  readonly #waiting = new Map<string, T[]>()
  readonly #unsorted = new Set<string>()
  readonly #timeOf: (value: T) => bigint

  constructor(timeOf: (value: T) => bigint) {
    this.#timeOf = timeOf
  }

  add(key: string, value: T): void {
    const values = this.#waiting.get(key)
    if (values === undefined) {
      this.#waiting.set(key, [value])
      return
    }
    values.push(value)
    this.#unsorted.add(key)
  }

  /** The earliest that waits under the key, which waits no longer; `undefined` when none does. */
  take(key: string): T | undefined {
    const values = this.#waiting.get(key)
    // Latest first, so that the earliest is popped off the end.
    if (this.#unsorted.delete(key)) {
      values?.sort((a, b) => Number(this.#timeOf(b) - this.#timeOf(a)))
    }
    return values?.pop()
  }

  /** What nobody took. */
  rest(): readonly T[] {
    return [...this.#waiting.values()].flat()
  }
}
