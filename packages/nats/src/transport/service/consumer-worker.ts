import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { onRequestsDenied } from './denied-requests.ts'
import { extendAcks } from './extend-acks.ts'
import type { Handling } from './delivery.ts'
import { InFlight } from './in-flight.ts'
import { Pause } from './pause.ts'
import type { ProblemListener } from './problem.ts'
import { reasonOf } from './reason-of.ts'
import type { RequestLimits } from './request-limits.ts'
import { untracedIterator } from './run-message.ts'
import type { Sources } from './sources.ts'
import type { Worker } from './worker.ts'

/** How a {@link ConsumerWorker} works. */
export interface ConsumerWork {
  readonly connection: NatsConnection
  readonly consumer: Consumer
  /** How the problems name it. */
  readonly stream: string
  readonly name: string
  readonly concurrency: number
  /** What the consumer allows of one request for messages. */
  readonly limits: RequestLimits
  /** How often the server is told of a message that is still being handled, in milliseconds; absent for never. */
  readonly extendEveryMs: number | undefined
  readonly sources: Sources
  readonly handling: Handling<JsMsg>
  readonly tell: ProblemListener
}

/**
 * Handles the messages of a durable consumer, several at a time.
 *
 * It asks for as many messages as it can handle at once, and never for more: a message that waits in
 * a buffer of the client would be delivered again to someone else meanwhile.
 */
export class ConsumerWorker implements Worker {
  readonly ended: Promise<void>
  readonly #work: ConsumerWork
  readonly #inFlight: InFlight<JsMsg>
  readonly #pause = new Pause()
  #messages: ConsumerMessages | undefined
  #isLeaving = false
  #failure: unknown = undefined

  constructor(work: ConsumerWork) {
    this.#work = work
    this.#inFlight = new InFlight(work, work.handling)
    const { extendEveryMs } = work
    const stopExtending =
      extendEveryMs === undefined ? undefined : extendAcks(this.#inFlight, extendEveryMs)
    const endDenied = onRequestsDenied(work, (error) => this.#messages?.stop(error))
    this.ended = this.#run().finally(endDenied)
    void this.ended.then(() => this.idle()).then(stopExtending)
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  get failure(): unknown {
    return this.#failure
  }

  renew(): void {
    this.#messages?.stop()
    this.#pause.end()
  }

  leave(): void {
    this.#isLeaving = true
    if (this.#messages) drain(this.#messages)
    this.#pause.end()
  }

  async idle(): Promise<void> {
    await this.ended
    await this.#inFlight.fewerThan(1)
  }

  abandon(reason: Error): Promise<void> {
    return this.#inFlight.abandon(reason)
  }

  async #run(): Promise<void> {
    const { connection, concurrency } = this.#work
    let failures = 0
    while (!this.#isLeaving && !connection.isClosed()) {
      try {
        await this.#inFlight.fewerThan(concurrency)
        await this.#takeSome()
        failures = 0
        this.#failure = undefined
      } catch (error) {
        failures += 1
        if (failures === 1 && !connection.isClosed()) this.#tell(error)
        this.#failure = error
        if (this.#isLeaving || connection.isClosed()) break
        await this.#pause.wait(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS))
      }
    }
  }

  async #takeSome(): Promise<void> {
    const { consumer, concurrency, limits } = this.#work
    if (this.#isLeaving) return
    const messages = await consumer.fetch({
      max_messages: Math.min(concurrency - this.#inFlight.size, limits.maxMessages),
      expires: Math.min(EXPIRES_MS, limits.maxWaitMs),
    })
    this.#messages = messages
    if (this.#isLeaving) drain(messages)
    for await (const message of untracedIterator(messages)) {
      this.#failure = undefined
      // After a reconnect nats.js asks once more, and may get more than there was room for.
      await this.#inFlight.fewerThan(concurrency)
      this.#inFlight.start(message)
    }
  }

  #tell(cause: unknown): void {
    const { name, stream, tell } = this.#work
    tell({
      code: 'CONSUMER_UNAVAILABLE',
      message: `consumer ${name} of stream ${stream} cannot be read from: ${reasonOf(cause)}`,
      hint: 'see whether the consumer is there and the connection may use it; it is tried again',
      stream,
      consumer: name,
      cause,
    })
  }
}

const EXPIRES_MS = 30_000
const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 5000

// What the server has sent already is taken still; `stop` alone drops it, and it would be delivered
// again when its time is over.
function drain(messages: ConsumerMessages): void {
  const { sub } = messages as { readonly sub?: { drain?: () => Promise<void> } }
  if (typeof sub?.drain !== 'function') return messages.stop()
  sub.drain().catch(() => messages.stop())
}
