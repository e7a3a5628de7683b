import {
  DeliverPolicy,
  type Consumer,
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  type OrderedConsumerOptions,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { onRequestsDenied } from './denied-requests.ts'
import type { Handling } from './delivery.ts'
import { InFlight } from './in-flight.ts'
import { Pause } from './pause.ts'
import type { ProblemListener } from './problem.ts'
import { reasonOf } from './reason-of.ts'
import { untracedIterator } from './run-message.ts'
import type { Sources } from './sources.ts'
import type { Worker } from './worker.ts'

/** How an {@link OrderedWorker} works. */
export interface OrderedWork {
  readonly connection: NatsConnection
  readonly jetstream: JetStreamClient
  readonly manager: JetStreamManager
  readonly stream: string
  readonly options: Partial<OrderedConsumerOptions>
  readonly sources: Sources
  readonly handling: Handling<JsMsg>
  readonly tell: ProblemListener
}

/**
 * Handles the messages of a stream in their order, one at a time.
 *
 * Its consumer lives in the memory of a server and is made anew when it is gone, from the message
 * after the last one that came.
 */
export class OrderedWorker implements Worker {
  readonly ended: Promise<void>
  readonly #work: OrderedWork
  readonly #inFlight: InFlight<JsMsg>
  readonly #pause = new Pause()
  #messages: ConsumerMessages | undefined
  #renewal: PromiseWithResolvers<undefined> = Promise.withResolvers()
  #lastSequence = 0
  #streamCreated: unknown = undefined
  #isLeaving = false
  #failure: unknown = undefined

  constructor(work: OrderedWork) {
    this.#work = work
    this.#inFlight = new InFlight(work, work.handling)
    const endDenied = onRequestsDenied(work, (error) => this.#messages?.stop(error))
    this.ended = this.#run().finally(endDenied)
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  get failure(): unknown {
    return this.#failure
  }

  renew(): void {
    this.#messages?.stop()
    this.#renewal.resolve(undefined)
    this.#renewal = Promise.withResolvers()
    this.#pause.end()
  }

  leave(): void {
    this.#isLeaving = true
    this.renew()
  }

  async idle(): Promise<void> {
    await this.ended
    await this.#inFlight.fewerThan(1)
  }

  abandon(reason: Error): Promise<void> {
    return this.#inFlight.abandon(reason)
  }

  async #run(): Promise<void> {
    const { connection } = this.#work
    let failures = 0
    while (!this.#isLeaving && !connection.isClosed()) {
      try {
        await this.#takeAll()
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1 && !connection.isClosed()) this.#tell(error)
        this.#failure = error
        if (this.#isLeaving || connection.isClosed()) break
        await this.#pause.wait(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS))
      }
    }
  }

  async #takeAll(): Promise<void> {
    // One that was asked for when the connection was lost is never answered.
    const consumer = await Promise.race([this.#consumer(), this.#renewal.promise])
    if (!consumer || this.#isLeaving) return
    const messages = await consumer.consume({ max_messages: MAX_MESSAGES })
    this.#messages = messages
    this.#failure = undefined
    void stopWhenGone(messages)
    for await (const message of untracedIterator(messages)) {
      // What is left over of a consumer that was given up comes again.
      if (this.#isLeaving) break
      if (message.seq <= this.#lastSequence) continue
      this.#lastSequence = message.seq
      this.#inFlight.start(message)
      await this.#inFlight.fewerThan(1)
    }
  }

  async #consumer(): Promise<Consumer> {
    const { jetstream, manager, stream, options } = this.#work
    const { created } = await manager.streams.info(stream)
    // In a stream that was deleted and made anew, sequences begin anew.
    if (this.#streamCreated !== created) this.#lastSequence = 0
    this.#streamCreated = created
    return jetstream.consumers.get(stream, { ...options, ...this.#cursor() })
  }

  #cursor(): Partial<OrderedConsumerOptions> {
    if (this.#lastSequence === 0) return {}
    return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: this.#lastSequence + 1 }
  }

  #tell(cause: unknown): void {
    const { stream, tell } = this.#work
    tell({
      code: 'CONSUMER_UNAVAILABLE',
      message: `stream ${stream} cannot be read in order: ${reasonOf(cause)}`,
      hint: 'see whether the stream is there and the connection may use it; it is tried again',
      stream,
      cause,
    })
  }
}

const MAX_MESSAGES = 100
const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 5000

// nats.js goes on where it was, and that may be beyond the end of a stream that was made anew.
async function stopWhenGone(messages: ConsumerMessages): Promise<void> {
  for await (const { type } of messages.status()) {
    if (type === 'consumer_deleted' || type === 'ordered_consumer_recreated') messages.stop()
  }
}
