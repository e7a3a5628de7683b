import type { TransportError } from '../transport-error.ts'
import { closedError } from './send-error.ts'

/** Calls that wait for something, and fail when the client is closed. */
export class Waiting {
  readonly #rejections = new Set<(error: TransportError) => void>()
  #closed: TransportError | undefined

  /** @throws {@link TransportError} CLOSED once it is closed */
  check(): void {
    // Each call has an error of its own, with where it was made.
    if (this.#closed) throw closedError('the client', this.#closed.cause)
  }

  /** What `work` gives, unless it is closed before. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#rejections.add(reject)
      work.then(resolve, reject).finally(() => this.#rejections.delete(reject))
    })
  }

  /** Fails what waits, and all that comes; what came first counts. */
  close(error: TransportError): void {
    if (this.#closed) return
    this.#closed = error
    for (const reject of this.#rejections) reject(error)
    this.#rejections.clear()
  }
}
