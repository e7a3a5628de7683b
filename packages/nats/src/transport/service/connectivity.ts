import { errors, type NatsConnection } from '@nats-io/nats-core'

/** Told of a subject that the connection may not publish to. */
export type DeniedListener = (subject: string, error: Error) => void

/** Whether a connection has a server right now, and what it lets through. */
export class Connectivity {
  readonly #connection: NatsConnection
  readonly #listeners = new Set<() => void>()
  readonly #deniedListeners = new Set<DeniedListener>()
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

  /**
   * Calls `listener` for each message that the server did not let through: to who sent it, it looks
   * like one that is not answered. The returned function ends that.
   */
  onDenied(listener: DeniedListener): () => void {
    this.#deniedListeners.add(listener)
    return () => this.#deniedListeners.delete(listener)
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      const { type } = status
      if (type === 'error') this.#tellDenied(status.error)
      if (type === 'disconnect') this.#connected ??= Promise.withResolvers()
      if (type !== 'reconnect') continue
      this.#connected?.resolve()
      this.#connected = undefined
      for (const listener of this.#listeners) listener()
    }
  }

  #tellDenied(error: Error): void {
    if (!(error instanceof errors.PermissionViolationError) || error.operation !== 'publish') return
    for (const listener of this.#deniedListeners) listener(error.subject, error)
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
