import {
  createInbox,
  headers,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Subscription,
} from '@nats-io/nats-core'
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { ConnectionWatch } from './connection-watch.ts'
import { timerMs } from './is-done-within.ts'
import { Waits } from './waits.ts'
import { Window } from './window.ts'

/** How {@link AckedPublisher} publishes. */
export interface AckedPublisherOptions {
  /** Time for an acknowledgement, in milliseconds. */
  readonly ackTimeoutMs: number
  /** Publishes of one message before it is given up; those that a lost connection took are not counted. */
  readonly maxAttempts: number
  /** Messages that wait for their acknowledgement at a time. */
  readonly maxInFlight: number
}

/** A message for a stream. */
export interface Publication {
  readonly subject: string
  readonly body: Uint8Array
  readonly contentType: string
  readonly contentEncoding?: string | undefined
  /** Lets the stream tell a retry from a new message. @default a random one */
  readonly messageId?: string | undefined
}

/**
 * Publishes messages to a stream and waits for its acknowledgements, again and again if need be.
 *
 * It has one subscription for all acknowledgements: `publish` of nats.js's JetStream client makes an
 * error object and timers for each message, and costs ten times as much. While the connection is
 * down nothing is sent, and what was not acknowledged before is sent again when it is back.
 */
export class AckedPublisher {
  readonly #connection: NatsConnection
  readonly #options: AckedPublisherOptions
  readonly #inbox: string
  readonly #acks: Subscription
  readonly #waiting = new Map<string, (ack: Msg) => void>()
  readonly #whenUp = new Set<() => void>()
  readonly #watch: ConnectionWatch
  /** Waits for acknowledgements, and for everything else. */
  readonly #sent = new Waits()
  readonly #idle = new Waits()
  readonly #window: Window
  #published = 0

  /** @throws what nats.js throws if `connection` is closed or draining already */
  constructor(connection: NatsConnection, options: AckedPublisherOptions) {
    this.#connection = connection
    this.#options = options
    this.#window = new Window(options.maxInFlight, this.#idle)
    this.#inbox = createInbox(inboxPrefixOf(connection))
    this.#acks = connection.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (!error) this.#waiting.get(message.subject)?.(message)
      },
    })
    this.#watch = new ConnectionWatch(connection, {
      onDown: () => this.#sent.interrupt(new Disconnected()),
      onUp: () => {
        for (const resolve of this.#whenUp) resolve()
      },
      onClose: () => this.abandon('the connection was closed before the acknowledgement'),
    })
  }

  /** Resolves when a stream has stored the message; rejects with the last reason why none has. */
  async publish(publication: Publication): Promise<void> {
    await this.#window.enter()
    try {
      await this.#publish(publication, toHeaders(publication))
    } finally {
      this.#window.leave()
    }
  }

  /** Gives up all that is not acknowledged, and all that comes. */
  abandon(reason: string): void {
    const error = new Error(reason)
    this.#sent.close(error)
    this.#idle.close(error)
  }

  close(): void {
    this.abandon('the publisher was closed')
    this.#watch.close()
    if (!this.#connection.isClosed()) this.#acks.unsubscribe()
  }

  async #publish({ subject, body }: Publication, described: MsgHdrs): Promise<void> {
    let waitMs = FIRST_RETRY_MS
    for (let attempt = 1; ;) {
      try {
        await this.#untilUp()
        return await this.#publishOnce(subject, body, described)
      } catch (error) {
        if (error instanceof Disconnected) continue
        if (attempt++ >= this.#options.maxAttempts || this.#connection.isClosed()) throw error
      }
      await this.#delay(waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)
    }
  }

  async #publishOnce(subject: string, body: Uint8Array, described: MsgHdrs): Promise<void> {
    const reply = `${this.#inbox}.${++this.#published}`
    const { ackTimeoutMs } = this.#options
    const ack = await this.#sent.for<Msg>((resolve, reject) => {
      const reason = new Error(`no acknowledgement within ${ackTimeoutMs} ms`)
      const timer = setTimeout(reject, timerMs(ackTimeoutMs), reason)
      this.#waiting.set(reply, resolve)
      context.with(SUPPRESSED, () => {
        this.#connection.publish(subject, body, { reply, headers: described })
      })
      return () => {
        clearTimeout(timer)
        this.#waiting.delete(reply)
      }
    })
    checkAck(ack)
  }

  async #untilUp(): Promise<void> {
    if (this.#watch.isUp) return
    await this.#idle.for<void>((resolve) => {
      this.#whenUp.add(resolve)
      return () => this.#whenUp.delete(resolve)
    })
  }

  #delay(ms: number): Promise<void> {
    return this.#idle.for<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      return () => clearTimeout(timer)
    })
  }
}

/** The first wait before a publish that failed at once is tried again, in milliseconds; it doubles. */
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5_000

// Whoever instruments the connection makes no spans of what carries spans.
const SUPPRESSED = ROOT_CONTEXT.setValue(
  createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING'),
  true,
)

class Disconnected extends Error {}

function toHeaders({ contentType, contentEncoding, messageId }: Publication): MsgHdrs {
  const described = headers()
  described.set('Content-Type', contentType)
  if (contentEncoding !== undefined) described.set('Content-Encoding', contentEncoding)
  described.set('Nats-Msg-Id', messageId ?? crypto.randomUUID())
  return described
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
