import {
  PermissionViolationError,
  type Msg,
  type NatsConnection,
  type Status,
  type Subscription,
} from '@nats-io/nats-core'
import { closed, denied, silent } from './session-error.ts'

/** How an intake is opened. */
export interface IntakeOptions {
  /** After how many milliseconds waiting is over. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Whether a violation of permissions ends the waiting: others use the connection too. */
  readonly isOurs: (violation: PermissionViolationError) => boolean
}

/** Listens to subjects, and waits for what comes there; whatever goes wrong ends the waiting. */
export class Intake implements Disposable {
  readonly #connection: NatsConnection
  readonly #options: IntakeOptions
  readonly #statuses: AsyncIterable<Status>
  readonly #subscriptions: Subscription[] = []
  readonly #onAbort = (): void => this.#fail(this.#options.signal?.reason)
  #timeoutMs = 0
  #deadline = 0
  #failure: { readonly reason: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(connection: NatsConnection, options: IntakeOptions) {
    this.#connection = connection
    this.#options = options
    this.restartClock(options.timeoutMs)
    options.signal?.addEventListener('abort', this.#onAbort)
    this.#statuses = connection.status()
    void this.#watch(this.#statuses)
  }

  /** Whether the time that waiting may take has passed. */
  get isOver(): boolean {
    return performance.now() >= this.#deadline
  }

  /** Has waiting take `timeoutMs` from now on. */
  restartClock(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs
    this.#deadline = performance.now() + timeoutMs
  }

  /**
   * Has each message on the subject received until the intake is disposed of; `receive` says whether
   * it is one that is waited for.
   */
  listen(subject: string, receive: (msg: Msg) => boolean): void {
    this.#subscriptions.push(
      this.#connection.subscribe(subject, {
        // An exception in here would stop the connection from reading (nats.js 3.4.0, protocol.js).
        callback: (error, msg) => {
          try {
            if (error !== null)
              throw error instanceof PermissionViolationError ? denied(error) : error
            if (receive(msg)) this.#wake?.()
          } catch (caught) {
            this.#fail(caught)
          }
        },
      }),
    )
  }

  /**
   * Waits until the server has the subscriptions, and tells the milliseconds there and back.
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
    await this.waitUntil(() => answered, this.#timeoutMs)
    if (!answered) throw silent(this.#timeoutMs)
    return performance.now() - sentAt
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
    if (!this.#connection.isClosed()) for (const each of this.#subscriptions) each.unsubscribe()
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

  // The server tells of a forbidden publish on the connection, not on any one publish.
  async #watch(statuses: AsyncIterable<Status>): Promise<void> {
    try {
      for await (const status of statuses) {
        if (status.type === 'close') this.#fail(closed())
        if (status.type !== 'error') continue
        const { error } = status
        if (error instanceof PermissionViolationError && this.#options.isOurs(error)) {
          this.#fail(denied(error))
        }
      }
    } catch (caught) {
      this.#fail(caught)
    }
  }
}

// Leaving the loop would wait for a status first; nats.js's own iterator can be stopped.
function stop(statuses: AsyncIterable<Status>): void {
  if ('stop' in statuses && typeof statuses.stop === 'function') statuses.stop()
}
