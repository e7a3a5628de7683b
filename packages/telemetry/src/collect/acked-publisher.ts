import {
  createInbox,
  headers,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/nats-core'

/** How often and how long {@link AckedPublisher} tries. */
export interface AckedPublisherOptions {
  readonly ackTimeoutMs: number
  readonly maxAttempts: number
}

/** The first wait before a publish that failed at once is tried again, in milliseconds; it doubles. */
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000

/**
 * Publishes messages to a stream and waits for its acknowledgement, again and again if need be.
 *
 * It has one subscription for all acknowledgements: `publish` of nats.js's JetStream client makes an
 * error object and timers for each message, and costs ten times as much. A message id lets the
 * stream tell a retry from a new message.
 */
export class AckedPublisher {
  readonly #connection: NatsConnection
  readonly #subject: string
  readonly #options: AckedPublisherOptions
  readonly #inbox: string
  readonly #acks: Subscription
  readonly #waiting = new Map<string, Waiting>()
  #published = 0

  constructor(connection: NatsConnection, subject: string, options: AckedPublisherOptions) {
    this.#connection = connection
    this.#subject = subject
    this.#options = options
    this.#inbox = createInbox(inboxPrefixOf(connection))
    this.#acks = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (!error) this.#waiting.get(message.subject)?.resolve(message)
      },
    })
    void connection.closed().then(() => this.#giveUp())
  }

  /** Resolves when a stream has stored `body`; rejects with the last reason why none has. */
  async publish(body: Uint8Array): Promise<void> {
    const messageId = crypto.randomUUID()
    let waitMs = FIRST_RETRY_MS
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#publishOnce(body, messageId)
      } catch (error) {
        if (attempt >= this.#options.maxAttempts || this.#connection.isClosed()) throw error
      }
      await delay(waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)
    }
  }

  close(): void {
    if (!this.#connection.isClosed()) this.#acks.unsubscribe()
  }

  #giveUp(): void {
    const reason = new Error('the connection was closed before the acknowledgement')
    for (const { reject } of this.#waiting.values()) reject(reason)
  }

  async #publishOnce(body: Uint8Array, messageId: string): Promise<void> {
    const reply = `${this.#inbox}.${++this.#published}`
    const described = headers()
    described.set('Content-Type', 'application/x-protobuf')
    described.set('Nats-Msg-Id', messageId)
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      const acknowledged = new Promise<Msg>((resolve, reject) => {
        this.#waiting.set(reply, { resolve, reject })
        const { ackTimeoutMs } = this.#options
        const reason = `no acknowledgement within ${ackTimeoutMs} ms`
        timer = setTimeout(() => reject(new Error(reason)), ackTimeoutMs)
      })
      this.#connection.publish(this.#subject, body, { reply, headers: described })
      checkAck(await acknowledged)
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(reply)
    }
  }
}

interface Waiting {
  readonly resolve: (message: Msg) => void
  readonly reject: (error: Error) => void
}

function checkAck(message: Msg): void {
  if (message.headers?.code === 503) throw new Error(`no stream stores the subject`)

  const ack = message.json<{ readonly error?: { readonly description?: string } }>()
  if (ack.error) throw new Error(ack.error.description ?? 'the stream refused the message')
}

function inboxPrefixOf(connection: NatsConnection): string | undefined {
  const { options } = connection as { readonly options?: { readonly inboxPrefix?: string } }
  return options?.inboxPrefix
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
