import type { NatsConnection, Status } from '@nats-io/nats-core'

/** How a connection fares, in the words of Nest's own NATS transport. */
export type JetstreamStatus = 'connected' | 'disconnected' | 'reconnecting'

/** What `on` of the strategy and of the client can listen to: what nats.js tells of a connection. */
export type JetstreamEvents = { readonly [Type in Status['type']]: (status: Status) => void }

/** Tells how connections fare, each until it is closed. */
export class StatusFeed {
  readonly #changed: (status: JetstreamStatus) => void
  readonly #listeners = new Map<Status['type'], ((status: Status) => void)[]>()
  readonly #followed = new WeakSet<NatsConnection>()

  /** @param changed is told that a connection is made, and then of each change */
  constructor(changed: (status: JetstreamStatus) => void) {
    this.#changed = changed
  }

  /** Has `listener` called for everything of a type that nats.js tells of a connection. */
  on(type: Status['type'], listener: (status: Status) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  /** Tells of this connection from now on; a second call changes nothing. */
  follow(connection: NatsConnection): void {
    if (this.#followed.has(connection)) return
    this.#followed.add(connection)
    void this.#run(connection)
  }

  async #run(connection: NatsConnection): Promise<void> {
    this.#changed('connected')
    for await (const status of connection.status()) {
      const change = CHANGES[status.type]
      if (change) this.#changed(change)
      for (const listener of this.#listeners.get(status.type) ?? []) listener(status)
    }
    this.#changed('disconnected')
  }
}

const CHANGES: { readonly [Type in Status['type']]?: JetstreamStatus } = {
  disconnect: 'disconnected',
  reconnecting: 'reconnecting',
  reconnect: 'connected',
}
