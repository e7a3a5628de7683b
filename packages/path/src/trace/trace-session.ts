import { createInbox, type Msg, type NatsConnection } from '@nats-io/nats-core'
import type { TraceEvent } from '../event/trace-event.ts'
import type { TraceReport } from '../event/trace-report.ts'
import { messageContext } from '../spans/message-context.ts'
import { GrowingAttempt, type Attempt } from './attempt.ts'
import { Intake } from './intake.ts'
import { receiveEvent } from './receive-event.ts'
import { requireFitting } from './require-fitting.ts'
import { requireTraceable } from './require-traceable.ts'
import { tracedHeaders, type TracedHeaders } from './traced-headers.ts'
import type { TracedMessage } from './traced-message.ts'

/** How a session is opened. */
export interface SessionOptions {
  readonly inboxPrefix: string | undefined
  /** After how many milliseconds waiting is over. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** A message that servers trace, for one publish. */
export interface ComposedMessage extends TracedHeaders {
  readonly dryRun: boolean
  readonly replyTo: string | undefined
}

/** An inbox to which servers send their trace events of one message, however often it is sent. */
export class TraceSession implements Disposable {
  readonly #connection: NatsConnection
  readonly #message: TracedMessage
  readonly #timeoutMs: number
  readonly #inbox: string
  readonly #intake: Intake
  readonly #attempts: GrowingAttempt[] = []

  constructor(connection: NatsConnection, message: TracedMessage, options: SessionOptions) {
    this.#connection = connection
    this.#message = message
    this.#timeoutMs = options.timeoutMs
    this.#inbox = createInbox(options.inboxPrefix)
    this.#intake = new Intake(connection, {
      timeoutMs: options.timeoutMs,
      signal: options.signal,
      isOurs: ({ operation, subject }) =>
        subject.startsWith(this.#inbox) ||
        (operation === 'publish' && [message.subject, message.msgTraceDest].includes(subject)),
    })
    // Before the inbox: a server that knows of the inbox then knows of this one too.
    if (message.msgTraceDest !== undefined) {
      this.#intake.listen(message.msgTraceDest, (msg) => this.#receiveFromAccount(msg))
    }
    this.#intake.listen(`${this.#inbox}.*`, (msg) => this.#receive(msg))
  }

  /** Whether the time that waiting may take has passed. */
  get isOver(): boolean {
    return this.#intake.isOver
  }

  /** Every publish so far, in order. */
  get attempts(): readonly Attempt[] {
    return this.#attempts
  }

  /** The first attempt of which nothing is owed, else the one that most events came of. */
  get best(): Attempt | undefined {
    return (
      this.#attempts.find(({ heard }) => heard.complete) ??
      this.#attempts.toSorted((a, b) => b.heard.events.length - a.heard.events.length)[0]
    )
  }

  /**
   * Waits until the server has the subscription, and tells the milliseconds there and back.
   *
   * @throws {PathError} SERVER_SILENT
   */
  ready(): Promise<number> {
    return this.#intake.ready()
  }

  /** Makes the message ready to be sent once, with an inbox and (unless it was given one) a context of its own. */
  compose({ dryRun }: { readonly dryRun: boolean }): ComposedMessage {
    const { headers: given, reply, traceparent, msgTraceDest } = this.#message
    const number = this.#attempts.length
    const byAccount = !dryRun && msgTraceDest !== undefined
    const { headers, spanContext } = tracedHeaders(given, {
      destination: byAccount ? undefined : `${this.#inbox}.${number}`,
      dryRun,
      traceparent,
    })
    // Servers refuse or miss a message in a dry run too, and tell so to its reply subject.
    const replyTo = reply !== undefined && dryRun ? `${this.#inbox}.${REPLY}${number}` : reply
    return { dryRun, headers, spanContext, replyTo }
  }

  /**
   * Sends the message that was composed last.
   *
   * @throws {PathError} SERVER_TOO_OLD, CONNECTION_CLOSED or PAYLOAD_TOO_LARGE
   */
  send({ dryRun, headers, spanContext, replyTo }: ComposedMessage): Attempt {
    // Asked each time: a dry run on an older server, after a reconnect, would be delivered.
    requireTraceable(this.#connection)
    const { subject, payload } = this.#message
    requireFitting(this.#connection, headers, payload)
    const attempt = new GrowingAttempt(dryRun, spanContext)
    this.#attempts.push(attempt)
    // What is really delivered is not to be left untraced for want of time.
    if (!dryRun) this.#intake.restartClock(this.#timeoutMs)
    this.#connection.publish(subject, payload, {
      headers,
      ...(replyTo !== undefined && { reply: replyTo }),
    })
    return attempt
  }

  /** Waits until `isDone`, or until nothing came for `quietMs`, or until the time is over. */
  waitUntil(isDone: () => boolean, quietMs: number): Promise<void> {
    return this.#intake.waitUntil(isDone, quietMs)
  }

  [Symbol.dispose](): void {
    this.#intake[Symbol.dispose]()
  }

  #receive(msg: Msg): boolean {
    const token = msg.subject.slice(this.#inbox.length + 1)
    if (token.startsWith(REPLY)) return this.#receiveReply(Number(token.slice(REPLY.length)), msg)
    const attempt = this.#attempts[Number(token)]
    return receiveEvent(msg, (event, report) => hear(attempt, event, report))
  }

  #receiveReply(number: number, { data: payload, headers }: Msg): boolean {
    const status = headers?.code ?? 0
    this.#attempts[number]?.replies.push({ payload, ...(status !== 0 && { status }) })
    return true
  }

  // Others are traced to the subject of an account too.
  #receiveFromAccount(msg: Msg): boolean {
    return receiveEvent(msg, (event, report) => {
      const context = messageContext(event.headers)
      const attempt = this.#attempts.find(
        ({ dryRun, spanContext }) =>
          !dryRun &&
          spanContext?.traceId === context?.traceId &&
          spanContext?.spanId === context?.spanId,
      )
      return hear(attempt, event, report)
    })
  }
}

function hear(
  attempt: GrowingAttempt | undefined,
  event: TraceEvent,
  report: TraceReport,
): boolean {
  attempt?.heard.add(event, report)
  return attempt !== undefined
}

// Begins the last part of a reply subject; that of a trace event's subject is a number alone.
const REPLY = 'reply-'
