import { context } from '@opentelemetry/api'
import type { ReceivedMessage } from '../../connection/hooks.ts'
import type { Delivery, Handling } from './delivery.ts'
import { toError } from './reason-of.ts'
import { messageContext, runMessage, type MessageOrigin } from './run-message.ts'

/** The messages of one source that are being handled, each in its own context. */
export class InFlight<M extends ReceivedMessage> {
  readonly #origin: MessageOrigin
  readonly #handling: Handling<M>
  readonly #held = new Set<Held<M>>()
  readonly #deadline = new AbortController()
  #left: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(origin: MessageOrigin, handling: Handling<M>) {
    this.#origin = origin
    this.#handling = handling
  }

  get size(): number {
    return this.#held.size
  }

  /** Those that have been held since `timeMs` of the monotonic clock, or longer. */
  *heldSince(timeMs: number): Iterable<M> {
    for (const { message, sinceMs } of this.#held) if (sinceMs <= timeMs) yield message
  }

  /** Begins to handle a message. */
  start(message: M): void {
    const held: Held<M> = {
      message,
      sinceMs: performance.now(),
      delivery: undefined,
      abandoned: Promise.withResolvers(),
    }
    this.#held.add(held)
    void runMessage(this.#origin, message, (span) => {
      const { signal } = this.#deadline
      held.delivery = { message, span, signal }
      const work = signal.aborted ? this.#refuse(held.delivery) : this.#handling.run(held.delivery)
      return Promise.race([work, held.abandoned.promise])
    }).finally(() => this.#leave(held))
  }

  /** Done when fewer than `count` are being handled. */
  async fewerThan(count: number): Promise<void> {
    while (this.#held.size >= count) await this.#left.promise
  }

  /** Settles all that are being handled, whatever their handlers do; `reason` says why. */
  async abandon(reason: Error): Promise<void> {
    this.#deadline.abort(reason)
    await Promise.all(Array.from(this.#held, (held) => this.#abandon(held, reason)))
  }

  // It came before the deadline, and waited for its turn in vain.
  async #refuse(delivery: Delivery<M>): Promise<Error> {
    const reason = toError(delivery.signal.reason)
    await this.#handling.abandon(delivery, reason)
    return reason
  }

  async #abandon({ message, delivery, abandoned }: Held<M>, reason: Error): Promise<void> {
    const settle = async (): Promise<void> =>
      delivery && (await this.#handling.abandon(delivery, reason))
    await context.with(messageContext(message), settle)
    abandoned.resolve(reason)
  }

  #leave(held: Held<M>): void {
    this.#held.delete(held)
    this.#left.resolve()
    this.#left = Promise.withResolvers()
  }
}

interface Held<M> {
  readonly message: M
  readonly sinceMs: number
  /** Absent until its handling has begun. */
  delivery: Delivery<M> | undefined
  readonly abandoned: PromiseWithResolvers<Error>
}
