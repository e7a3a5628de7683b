import type { NatsConnection } from '@nats-io/nats-core'

/** Tells whether a connection is up, since what is published while it is not is lost without a word. */
export class ConnectionWatch {
  readonly #status: ReturnType<NatsConnection['status']>
  readonly #listeners: ConnectionListeners
  #isUp = true

  constructor(connection: NatsConnection, listeners: ConnectionListeners) {
    this.#status = connection.status()
    this.#listeners = listeners
    void this.#follow()
    void connection.closed().then(() => listeners.onClose())
  }

  get isUp(): boolean {
    return this.#isUp
  }

  close(): void {
    // Its iterator is a queue of nats.js that goes on to fill up until it is stopped.
    if ('stop' in this.#status && typeof this.#status.stop === 'function') this.#status.stop()
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.#status) {
      if (type === 'disconnect') {
        this.#isUp = false
        this.#listeners.onDown()
      }
      if (type === 'reconnect') {
        this.#isUp = true
        this.#listeners.onUp()
      }
    }
  }
}

/** What a {@link ConnectionWatch} calls. */
export interface ConnectionListeners {
  readonly onDown: () => void
  readonly onUp: () => void
  /** Called once, when the connection is closed for good. */
  readonly onClose: () => void
}
