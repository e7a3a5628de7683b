import type { JsMsg } from '@nats-io/jetstream'
import type { Msg } from '@nats-io/nats-core'
import type { MessageKind } from '../names/index.ts'
import type { HeaderReader } from './header-reader.ts'

/** What a handler knows of its message, and how it says what becomes of it. */
export interface HandlerContext {
  readonly kind: MessageKind
  /** The pattern of the handler, such as `orders.created`. */
  readonly pattern: string
  /** The subject that the message was sent to. */
  readonly subject: string
  /** The headers, read in any case; those of tracing and of NATS included. */
  readonly headers: HeaderReader
  /** Internal name of the sender, as in `gateway__microservice`; empty if it did not say. */
  readonly callerName: string
  /** The message of nats.js. Whoever settles it by hand has settled it: the service does no more. */
  readonly message: JsMsg | Msg
  /** 1 for the first delivery, and always 1 for a message that no stream holds. */
  readonly deliveryCount: number
  /** The stream that the message is from; absent for a core request. */
  readonly stream?: string
  /** Its sequence in that stream; absent for a core request. */
  readonly sequence?: number
  /** When the stream stored the message; absent for a core request. */
  readonly storedAt?: Date
  /** Aborted when the handler has no more time: at the deadline of `stop`, and at that of a command. */
  readonly signal: AbortSignal

  /**
   * Has the message delivered again when the handler has returned, after `delayMs` or at once.
   *
   * The last delivery of a message is a dead letter instead. Changes nothing for ordered messages and
   * commands, which are delivered once.
   */
  readonly retry: (options?: { readonly delayMs?: number }) => void
  /** Has the message never delivered again when the handler has returned; it is no dead letter. */
  readonly terminate: (reason: string) => void
}

/** Handles a message. What it throws, or rejects with, has the message delivered again. */
export type EventHandler = (data: unknown, context: HandlerContext) => unknown

/**
 * Handles a command: what it returns, or resolves to, is the reply. What it throws is the error of
 * the caller, see {@link CommandOptions.errorEnvelope}.
 */
export type CommandHandler = (data: unknown, context: HandlerContext) => unknown

/** Handlers by their exact patterns, such as `orders.created`; wildcards have no meaning in them. */
export type Handlers<H> = Readonly<Record<string, H>>
