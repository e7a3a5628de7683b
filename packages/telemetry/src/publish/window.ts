import type { Waits } from './waits.ts'

/** Lets so many in at a time; who comes when it is full waits for a place, in the order of coming. */
export class Window {
  readonly #waits: Waits
  readonly #queue: (() => void)[] = []
  #free: number

  constructor(size: number, waits: Waits) {
    this.#free = size
    this.#waits = waits
  }

  async enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--
      return
    }
    await this.#waits.for<void>((resolve) => {
      this.#queue.push(resolve)
      return () => {
        const at = this.#queue.indexOf(resolve)
        if (at >= 0) this.#queue.splice(at, 1)
      }
    })
  }

  leave(): void {
    const next = this.#queue.shift()
    if (next) next()
    else this.#free++
  }
}
