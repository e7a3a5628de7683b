import {
  createInbox,
  PermissionViolationError,
  type Msg,
  type NatsConnection,
  type Status,
  type Subscription,
} from '@nats-io/nats-core'
import { decodeTraceEvent } from '../event/decode.ts'
import { GrowingAttempt, type Attempt } from './attempt.ts'
import { requireTraceable } from './require-traceable.ts'
import { closed, denied, silent } from './session-error.ts'
import { tracedHeaders } from './traced-headers.ts'
import { type TracedMessage } from './traced-message.ts'

/** How a session is opened. */
export interface SessionOptions {
  readonly inboxPrefix: string | undefined
  /** After how many milliseconds waiting is over. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** An inbox to which servers send their trace events of one message, however often it is sent. */
export class TraceSession implements Disposable {
  readonly #connection: NatsConnection
  readonly #message: TracedMessage
  readonly #options: SessionOptions
  readonly #inbox: string
  #deadline: number
  readonly #attempts: GrowingAttempt[] = []
  readonly #statuses: AsyncIterable<Status>
  readonly #subscription: Subscription
  readonly #onAbort = (): void => this.#fail(this.#options.signal?.reason)
  #failure: { readonly reason: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(connection: NatsConnection, message: TracedMessage, options: SessionOptions) {
    this.#connection = connection
    this.#message = message
    this.#options = options
    this.#inbox = createInbox(options.inboxPrefix)
    this.#deadline = performance.now() + options.timeoutMs
    options.signal?.addEventListener('abort', this.#onAbort)
    this.#statuses = connection.status()
    void this.#watch(this.#statuses)
    this.#subscription = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, msg) => this.#receive(error, msg),
    })
  }

  /** Whether the time that waiting may take has passed. */
  get isOver(): boolean {
    return performance.now() >= this.#deadline
  }

  /** The first attempt of which nothing is owed, else the one that most events came of. */
  get best(): Attempt | undefined {
    return (
      this.#attempts.find((attempt) => attempt.complete) ??
      this.#attempts.toSorted((a, b) => b.events.length - a.events.length)[0]
    )
  }

  /**
   * Waits until the server has the subscription, and tells the milliseconds there and back.
   *
   * @throws {PathError} SERVER_SILENT
   */
  async ready(): Promise<number> {
    const sentAt = performance.now()
    let answered = false
    void this.#connection.flush().then(
      () => {
        answered = true
        this.#wake?.()
      },
      (error: unknown) => this.#fail(this.#connection.isClosed() ? closed() : error),
    )
    await this.waitUntil(() => answered, this.#options.timeoutMs)
    if (!answered) throw silent(this.#options.timeoutMs)
    return performance.now() - sentAt
  }

  /** Sends the message, with an inbox and (unless it was given one) a context of its own. */
  publish({ dryRun }: { readonly dryRun: boolean }): Attempt {
    // Asked each time: a dry run on an older server, after a reconnect, would be delivered.
    requireTraceable(this.#connection)
    const destination = `${this.#inbox}.${this.#attempts.length}`
    const { headers, spanContext } = tracedHeaders(this.#message.headers, { destination, dryRun })
    const attempt = new GrowingAttempt(dryRun, spanContext)
    this.#attempts.push(attempt)
    // What is really delivered is not to be left untraced for want of time.
    if (!dryRun) this.#deadline = performance.now() + this.#options.timeoutMs
    this.#connection.publish(this.#message.subject, this.#message.payload, { headers })
    return attempt
  }

  /** Waits until `isDone`, or until nothing came for `quietMs`, or until the time is over. */
  async waitUntil(isDone: () => boolean, quietMs: number): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason
      const remainingMs = this.#deadline - performance.now()
      if (isDone() || remainingMs <= 0) return
      if (!(await this.#newsWithin(Math.min(quietMs, remainingMs)))) return
    }
  }

  [Symbol.dispose](): void {
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    if (!this.#connection.isClosed()) this.#subscription.unsubscribe()
    stop(this.#statuses)
  }

  #newsWithin(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(resolve, ms, false)
    this.#wake = () => {
      clearTimeout(timer)
      resolve(true)
    }
    return promise
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason }
    this.#wake?.()
  }

  // An exception in here would stop the connection from reading (nats.js 3.4.0, protocol.js).
  #receive(error: Error | null, msg: Msg): void {
    try {
      if (error !== null) {
        this.#fail(error instanceof PermissionViolationError ? denied(error) : error)
        return
      }
      const token = msg.subject.slice(this.#inbox.length + 1)
      const event = decodeTraceEvent(msg.data, msg.headers?.get('Content-Encoding'))
      if (event === undefined) return
      this.#attempts[Number(token)]?.add(event)
      this.#wake?.()
    } catch (caught) {
      this.#fail(caught)
    }
  }

  // The server tells of a forbidden publish on the connection, not on any one publish.
  async #watch(statuses: AsyncIterable<Status>): Promise<void> {
    try {
      for await (const status of statuses) {
        if (status.type === 'close') this.#fail(closed())
        if (status.type !== 'error') continue
        const { error } = status
        if (error instanceof PermissionViolationError && this.#isOurs(error)) {
          this.#fail(denied(error))
        }
      }
    } catch (caught) {
      this.#fail(caught)
    }
  }

  #isOurs({ operation, subject }: PermissionViolationError): boolean {
    return (
      subject.startsWith(this.#inbox) ||
      (operation === 'publish' && subject === this.#message.subject)
    )
  }
}

// Leaving the loop would wait for a status first; nats.js's own iterator can be stopped.
function stop(statuses: AsyncIterable<Status>): void {
  if ('stop' in statuses && typeof statuses.stop === 'function') statuses.stop()
}
