import type { IndexRequest } from '../trace-index/index-request.ts'
import type { AddedRecord, IndexChange } from '../trace-index/trace-index.ts'
import type { IndexPort, Taken } from './ports.ts'

/**
 * An index that is asked few questions at a time, in their order, and none whose asker has gone: what
 * it has begun with cannot be ended, and the next search of the same page would wait for it.
 */
export class QueuedIndex implements IndexPort {
  readonly #index: IndexPort
  readonly #waiting: Question[] = []
  #asked = 0

  constructor(index: IndexPort) {
    this.#index = index
  }

  get coverage(): IndexPort['coverage'] {
    return this.#index.coverage
  }

  get revision(): string {
    return this.#index.revision
  }

  get source(): IndexPort['source'] {
    return this.#index.source
  }

  async ask(request: IndexRequest, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
    this.#waiting.push({ request, signal, resolve, reject })
    this.#askNext()
    return promise
  }

  add(records: readonly AddedRecord[]): Promise<Taken> {
    return this.#index.add(records)
  }

  rebuild(): Promise<void> {
    return this.#index.rebuild()
  }

  onChange(listener: (change: IndexChange) => void): () => void {
    return this.#index.onChange(listener)
  }

  #askNext(): void {
    while (this.#asked < MAX_ASKED) {
      const question = this.#waiting.shift()
      if (question === undefined) return
      if (question.signal?.aborted === true) question.reject(question.signal.reason)
      else void this.#askOne(question)
    }
  }

  async #askOne({ request, resolve, reject }: Question): Promise<void> {
    this.#asked++
    try {
      resolve(await this.#index.ask(request))
    } catch (error) {
      reject(error)
    }
    this.#asked--
    this.#askNext()
  }
}

// The index does one after the other, and has the next one at hand.
const MAX_ASKED = 2

interface Question {
  readonly request: IndexRequest
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: Uint8Array | undefined) => void
  readonly reject: (error: unknown) => void
}
