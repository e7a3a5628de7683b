import type { HandlerContext } from '@hopscope/nats/transport'
import { BaseRpcContext } from '@nestjs/microservices'

/**
 * What a handler knows of its message, and how it says what becomes of it: `@Ctx()`.
 *
 * @example
 * ```ts
 * @EventPattern('orders.created')
 * reserve(@Payload() order: Order, @Ctx() context: JetstreamContext) {
 *   if (isBusy()) context.retry({ delayMs: 5000 })
 * }
 * ```
 */
export class JetstreamContext extends BaseRpcContext<[HandlerContext]> {
  #retryDelayMs: number | undefined

  constructor(context: HandlerContext) {
    super([context])
  }

  /** The subject that the message was sent to. */
  getSubject(): string {
    return this.#context.subject
  }

  /** The pattern of the handler, without the service's name. */
  getPattern(): string {
    return this.#context.pattern
  }

  /** What the message is: an event, a broadcast, an ordered message or a command. */
  getKind(): HandlerContext['kind'] {
    return this.#context.kind
  }

  /** The message of nats.js. Whoever settles it by hand has settled it: the transport does no more. */
  getMessage(): HandlerContext['message'] {
    return this.#context.message
  }

  /** The headers, whose names are read in any case. */
  getHeaders(): HandlerContext['headers'] {
    return this.#context.headers
  }

  /** The first value of a header, whatever the case of its name; undefined if there is none. */
  getHeader(name: string): string | undefined {
    return this.#context.headers.get(name)
  }

  /** Internal name of the sender, as in `gateway__microservice`; empty if it did not say. */
  getCallerName(): string {
    return this.#context.callerName
  }

  /** Whether a stream holds the message; not so for a core request. */
  isJetStream(): boolean {
    return this.#context.stream !== undefined
  }

  /** 1 for the first delivery, and always 1 for a core request. */
  getDeliveryCount(): number {
    return this.#context.deliveryCount
  }

  /** The stream that the message is from; undefined for a core request. */
  getStream(): string | undefined {
    return this.#context.stream
  }

  /** Its sequence in that stream; undefined for a core request. */
  getSequence(): number | undefined {
    return this.#context.sequence
  }

  /** When the stream stored the message; undefined for a core request. */
  getTimestamp(): Date | undefined {
    return this.#context.storedAt
  }

  /** Aborted when the handler has no more time: at the deadline of a shutdown, and at that of a command. */
  getSignal(): AbortSignal {
    return this.#context.signal
  }

  /**
   * Has the message delivered again when the handler has returned, after `delayMs`, or that of
   * {@link setRetryDelay}, or at once.
   *
   * The last delivery of a message is a dead letter instead. Changes nothing for ordered messages and
   * commands, which are delivered once.
   */
  retry({ delayMs = this.#retryDelayMs }: { readonly delayMs?: number } = {}): void {
    this.#retryDelayMs = delayMs
    this.#context.retry(delayMs === undefined ? {} : { delayMs })
  }

  /** Has the message never delivered again when the handler has returned; it is no dead letter. */
  terminate(reason: string): void {
    this.#retryDelayMs = undefined
    this.#context.terminate(reason)
  }

  /**
   * Says how long to wait, in milliseconds, before the message is delivered again, should the handler
   * fail or call {@link retry}; in place of the option `delivery.backoffMs`.
   */
  setRetryDelay(delayMs: number): void {
    this.#retryDelayMs = delayMs
  }

  /** How long to wait before the message is delivered again, in milliseconds; undefined if nobody said. */
  getRetryDelay(): number | undefined {
    return this.#retryDelayMs
  }

  get #context(): HandlerContext {
    return this.args[0]
  }
}
