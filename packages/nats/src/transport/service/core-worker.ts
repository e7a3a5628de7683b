import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core'
import type { Handling } from './delivery.ts'
import { InFlight } from './in-flight.ts'
import type { ProblemListener } from './problem.ts'
import { reasonOf } from './reason-of.ts'
import { untracedIterator } from './run-message.ts'
import type { Sources } from './sources.ts'
import type { Worker } from './worker.ts'

/** How a {@link CoreWorker} works. */
export interface CoreWork {
  readonly connection: NatsConnection
  readonly subject: string
  readonly queue: string
  readonly concurrency: number
  readonly sources: Sources
  readonly handling: Handling<Msg>
  readonly tell: ProblemListener
}

/** Handles the requests of a subscription of core NATS, several at a time. */
export class CoreWorker implements Worker {
  readonly ended: Promise<void>
  readonly #inFlight: InFlight<Msg>
  readonly #subscription: Subscription
  #failure: unknown = undefined

  constructor(work: CoreWork) {
    const { connection, subject, queue, handling } = work
    this.#inFlight = new InFlight(work, handling)
    this.#subscription = connection.subscribe(subject, { queue })
    this.ended = this.#run(work)
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  get failure(): unknown {
    return this.#failure
  }

  // A subscription outlives its connection to the server: nats.js makes it anew.
  renew(): void {}

  leave(): void {
    // What has come already is taken still.
    this.#subscription.drain().catch(() => this.#subscription.unsubscribe())
  }

  async idle(): Promise<void> {
    await this.ended
    await this.#inFlight.fewerThan(1)
  }

  abandon(reason: Error): Promise<void> {
    return this.#inFlight.abandon(reason)
  }

  async #run({ subject, concurrency, tell }: CoreWork): Promise<void> {
    try {
      for await (const message of untracedIterator(this.#subscription)) {
        await this.#inFlight.fewerThan(concurrency)
        this.#inFlight.start(message)
      }
    } catch (cause) {
      this.#failure = cause
      tell({
        code: 'CONSUMER_UNAVAILABLE',
        message: `${subject} cannot be subscribed to: ${reasonOf(cause)}`,
        hint: 'let the connection subscribe to it; it is not tried again',
        subject,
        cause,
      })
    }
  }
}
