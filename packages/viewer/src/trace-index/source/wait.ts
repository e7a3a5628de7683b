/** A wait that can be ended before its time. */
export class Wait {
  #end: () => void = () => {}
  #isEnded = false

  /** Waits so long, or not at all if it was ended since the last time. */
  async for(ms: number): Promise<void> {
    if (!this.#isEnded) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#isEnded = false
  }

  end(): void {
    this.#isEnded = true
    this.#end()
  }
}
