import { createInbox, type NatsConnection } from '@nats-io/nats-core'
import type { TraceEvent } from '../event/trace-event.ts'
import { messageContext } from '../spans/message-context.ts'
import { toCollection, type Collection } from './collection.ts'
import { GrowingHeard } from './heard.ts'
import { Intake } from './intake.ts'
import { receiveEvent } from './receive-event.ts'
import { requireInboxPrefix, requireListenable, requireTimeout } from './require-option.ts'
import { requireTraceable } from './require-traceable.ts'

/** Which trace events are gathered. */
export interface CollectorOptions {
  /**
   * Where servers send them, such as the `dest` of the account's `msg_trace`; wildcards are allowed.
   *
   * @default an inbox of its own, which {@link PathCollector.destination} names
   */
  readonly subject?: string
  /** Only those of this trace, by `traceparent`: 32 hex digits. @default all */
  readonly traceId?: string
  /** Only those of the message that this span published: 16 hex digits. @default all */
  readonly producerSpanId?: string
  /** Where the user may have inboxes. @default `_INBOX` */
  readonly inboxPrefix?: string
  readonly signal?: AbortSignal
}

/**
 * Gathers what servers report of one message, from when it is opened until it is disposed of.
 *
 * Servers far away may not know yet that it listens: what they report then is missing. Without a
 * `traceId` it takes every event for one of the same message.
 *
 * @example
 * using collector = await PathCollector.open(connection)
 * headers.set('Nats-Trace-Dest', collector.destination)
 * connection.publish('orders.new', order, { headers })
 * const { assembly, complete } = await collector.collect({ timeoutMs: 2000 })
 */
export class PathCollector implements Disposable {
  /** Where it listens: what goes into a message's `Nats-Trace-Dest`. */
  readonly destination: string
  readonly #intake: Intake
  readonly #heard = new GrowingHeard()

  private constructor(connection: NatsConnection, options: CollectorOptions) {
    this.destination = options.subject ?? createInbox(options.inboxPrefix)
    this.#intake = new Intake(connection, {
      timeoutMs: DEFAULT_TIMEOUT_MS,
      signal: options.signal,
      isOurs: ({ subject }) => subject === this.destination,
    })
    this.#intake.listen(this.destination, (msg) =>
      receiveEvent(msg, (event, report) => {
        const wanted = isWanted(event, options)
        if (wanted) this.#heard.add(event, report)
        return wanted
      }),
    )
  }

  /**
   * Listens, and resolves when the server knows.
   *
   * @throws {PathError} SERVER_TOO_OLD, PERMISSION_DENIED, SERVER_SILENT, CONNECTION_CLOSED or
   *   OPTION_INVALID, and whatever `signal` was aborted with
   */
  static async open(
    connection: NatsConnection,
    options: CollectorOptions = {},
  ): Promise<PathCollector> {
    if (options.subject !== undefined) requireListenable('subject', options.subject)
    requireInboxPrefix(options.inboxPrefix)
    requireTraceable(connection)
    options.signal?.throwIfAborted()
    const collector = new PathCollector(connection, options)
    try {
      await collector.#intake.ready()
      return collector
    } catch (error) {
      collector[Symbol.dispose]()
      throw error
    }
  }

  /**
   * Waits until every server that is known to have had the message has reported, but not longer than
   * `timeoutMs`: then what came is what you get. May be called again for what comes later.
   *
   * @throws {PathError} PERMISSION_DENIED, CONNECTION_CLOSED or OPTION_INVALID, and whatever
   *   `signal` was aborted with
   */
  async collect({ timeoutMs = DEFAULT_TIMEOUT_MS }: CollectTime = {}): Promise<Collection> {
    requireTimeout(timeoutMs)
    this.#intake.restartClock(timeoutMs)
    await this.#intake.waitUntil(() => this.#heard.complete, timeoutMs)
    return toCollection(this.#heard)
  }

  [Symbol.dispose](): void {
    this.#intake[Symbol.dispose]()
  }
}

/** How long {@link PathCollector.collect} waits. */
export interface CollectTime {
  /** In milliseconds. @default 5000 */
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 5000

function isWanted(event: TraceEvent, { traceId, producerSpanId }: CollectorOptions): boolean {
  if (traceId === undefined && producerSpanId === undefined) return true
  const context = messageContext(event.headers)
  return (
    (traceId === undefined || context?.traceId === traceId) &&
    (producerSpanId === undefined || context?.spanId === producerSpanId)
  )
}
