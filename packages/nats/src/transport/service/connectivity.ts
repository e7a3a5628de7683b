import type { NatsConnection } from '@nats-io/nats-core'

/** Whether a connection has a server right now. */
export class Connectivity {
  readonly #connection: NatsConnection
  readonly #listeners = new Set<() => void>()
  /** Resolved where there is a server. */
  #connected: PromiseWithResolvers<void> | undefined

  constructor(connection: NatsConnection) {
    this.#connection = connection
    void this.#watch()
    void connection.closed().then(() => this.#connected?.resolve())
  }

  get isConnected(): boolean {
    return this.#connected === undefined && !this.#connection.isClosed()
  }

  /**
   * Done when there is a server, or never will be again. What is sent before is lost: nats.js forgets
   * it when it connects anew.
   */
  async online(): Promise<void> {
    if (!this.#connection.isClosed()) await this.#connected?.promise
  }

  /** Calls `listener` each time there is a server again; the returned function ends that. */
  onReconnect(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect') this.#connected ??= Promise.withResolvers()
      if (type !== 'reconnect') continue
      this.#connected?.resolve()
      this.#connected = undefined
      for (const listener of this.#listeners) listener()
    }
  }
}

/** What is known of a connection, for as long as it is there; services share it. */
export function connectivityOf(connection: NatsConnection): Connectivity {
  const known = all.get(connection)
  if (known) return known
  const made = new Connectivity(connection)
  all.set(connection, made)
  return made
}

const all = new WeakMap<NatsConnection, Connectivity>()
