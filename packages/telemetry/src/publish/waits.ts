/** Things that are waited for, all of which can be given up at once. */
export class Waits {
  readonly #rejects = new Set<(reason: Error) => void>()
  #closed: Error | undefined

  /**
   * Waits for what `start` begins.
   *
   * @param start gets the ends of the promise, and returns what is to be undone when the wait is over
   */
  async for<T>(
    start: (resolve: (value: T) => void, reject: (reason: Error) => void) => () => void,
  ): Promise<T> {
    if (this.#closed) throw this.#closed

    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#rejects.add(reject)
    let undo = (): void => {}
    try {
      undo = start(resolve, reject)
      return await promise
    } finally {
      this.#rejects.delete(reject)
      undo()
    }
  }

  /** Gives up what is waited for now. */
  interrupt(reason: Error): void {
    for (const reject of this.#rejects) reject(reason)
  }

  /** Gives up what is waited for now, and from now on. */
  close(reason: Error): void {
    this.#closed ??= reason
    this.interrupt(reason)
  }
}
