import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/nats-core'

/** What a {@link PullRequests} asks, and whom it tells. */
export interface PullOptions {
  /** The subject on which the consumer is asked for messages. */
  readonly subject: string
  /** Messages of one request. */
  readonly size: number
  /** Bytes of one request, of which there must be more than the largest message has. */
  readonly maxBytes: number
  /** How many more messages there is room for. */
  readonly room: () => number
  readonly onMessage: (message: Msg) => void
  /** Called when the server does not answer as a consumer that is there. */
  readonly onGone: (reason: string) => void
}

/**
 * Has messages of a consumer delivered: several requests are out at a time, so that the next messages
 * are on their way while those that came are worked on.
 */
export class PullRequests {
  readonly #connection: NatsConnection
  readonly #options: PullOptions
  readonly #inbox: string
  readonly #subscription: Subscription
  readonly #watch: ReturnType<typeof setInterval>
  /** Messages that were asked for and did not come. */
  #owed = 0
  #heardAtMs = 0
  /** Whether the next message has more bytes than a request may have. */
  #isNextTooLarge = false
  #isClosed = false

  constructor(connection: NatsConnection, options: PullOptions) {
    this.#connection = connection
    this.#options = options
    this.#inbox = createInbox(inboxPrefixOf(connection))
    this.#subscription = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (!error) this.#take(message)
      },
    })
    this.#watch = setInterval(() => this.#askAgainIfForgotten(), HEARTBEAT_MS)
  }

  /** Asks for as many messages as there is room for, less those that were asked for already. */
  ask(): void {
    if (this.#isClosed || this.#connection.isClosed()) return
    const { size, room } = this.#options
    let wanted = room() - this.#owed
    // A request for a few costs as much as one for many; with nothing owed any will do.
    while (wanted >= size || (wanted > 0 && this.#owed === 0)) {
      const batch = this.#isNextTooLarge ? 1 : Math.min(size, wanted)
      this.#request(batch)
      wanted -= batch
    }
  }

  /** Asks anew: the server forgot what it was asked, since the connection was lost. */
  askAnew(): void {
    this.#owed = 0
    this.ask()
  }

  /** Ends the requests; resolves when all that was delivered before came. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#watch)
    // A connection that is closed, or lost meanwhile, delivers nothing any more.
    if (!this.#connection.isClosed()) await this.#subscription.drain().catch(() => {})
  }

  #request(batch: number): void {
    const { subject, maxBytes } = this.#options
    // A server that has more than 64 MiB for a client cuts the connection.
    const limit = this.#isNextTooLarge ? {} : { max_bytes: maxBytes }
    const request = { batch, expires: EXPIRES_NS, idle_heartbeat: HEARTBEAT_MS * 1e6, ...limit }
    if (this.#owed === 0) this.#heardAtMs = Date.now()
    this.#isNextTooLarge = false
    this.#owed += batch
    const reply = `${this.#inbox}.${batch}`
    this.#connection.publish(subject, JSON.stringify(request), { reply })
  }

  #take(message: Msg): void {
    this.#heardAtMs = Date.now()
    if (message.reply) {
      this.#owed = Math.max(0, this.#owed - 1)
      this.#options.onMessage(message)
    } else {
      this.#takeStatus(message)
    }
    this.ask()
  }

  // By ADR-13 of NATS: 100 heartbeat, 404 and 408 the request is over, 409 something changed.
  #takeStatus({ headers, subject }: Msg): void {
    const code = headers?.code ?? 0
    if (code === 100) return
    const description = headers?.description ?? ''
    if (code === 503 || /consumer deleted|consumer is push/i.test(description)) {
      // The watch asks again, when it is time.
      this.#options.onGone(code === 503 ? 'nobody answers for the consumer' : description)
      return
    }
    const left = Number(headers?.get('Nats-Pending-Messages'))
    this.#owed = Math.max(0, this.#owed - (left > 0 ? left : 0))
    const isUntouched = subject.endsWith(`.${left}`)
    if (isUntouched && /exceeds maxbytes/i.test(description)) this.#isNextTooLarge = true
  }

  // A request that the server has sends heartbeats; one that was lost with a leader sends none.
  #askAgainIfForgotten(): void {
    if (this.#owed === 0) this.ask()
    else if (Date.now() - this.#heardAtMs > 2.5 * HEARTBEAT_MS) this.askAnew()
  }
}

const HEARTBEAT_MS = 1_000
const EXPIRES_NS = 20_000 * 1e6

function inboxPrefixOf(connection: NatsConnection): string | undefined {
  const { options } = connection as { readonly options?: { readonly inboxPrefix?: string } }
  return options?.inboxPrefix
}
