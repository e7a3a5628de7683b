/** A wait that can be cut short. */
export class Pause {
  #waiting: PromiseWithResolvers<void> | undefined

  /** Done after `timeMs`, or when {@link end} is called. */
  async wait(timeMs: number): Promise<void> {
    const waiting = Promise.withResolvers<void>()
    this.#waiting = waiting
    const timer = setTimeout(waiting.resolve, timeMs)
    await waiting.promise
    clearTimeout(timer)
  }

  end(): void {
    this.#waiting?.resolve()
  }
}
