/** Resources that are closed together, the last one first. Node 22 has no `AsyncDisposableStack`. */
export class OpenResources implements AsyncDisposable {
  #resources: AsyncDisposable[] = []

  /** Takes a resource, and gives it back. */
  use<T extends AsyncDisposable>(resource: T): T {
    this.#resources.push(resource)
    return resource
  }

  /** What closes all that was taken so far in place of this one. */
  move(): OpenResources {
    const moved = new OpenResources()
    moved.#resources = this.#resources
    this.#resources = []
    return moved
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = []
    for (const resource of this.#resources.splice(0).toReversed()) {
      try {
        await resource[Symbol.asyncDispose]()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
