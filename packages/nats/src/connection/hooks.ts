import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import type { Span } from '@opentelemetry/api'

/**
 * Functions that add to spans, at once: they are not waited for. They are not called for spans that are not recorded, must not change
 * what they are given, and change nothing by throwing but the counter `nats.tracing.errors`.
 */
export interface Hooks {
  /** A message is about to be sent. */
  readonly publish?: (span: Span, message: SentMessage) => void | Promise<void>
  /** A message is about to be handled. */
  readonly consume?: (span: Span, message: ReceivedMessage) => void | Promise<void>
  /** A message is being acknowledged or the like; `span` is of the settlement, or that of its handling. */
  readonly settle?: (span: Span, settlement: Settlement) => void | Promise<void>
}

/** A message on its way out, as the application gave it. */
export interface SentMessage {
  /** `publish`, `request`, `reply`, or what else is done with it. */
  readonly operation: string
  readonly subject: string
  readonly payload?: Payload | undefined
  readonly headers?: MsgHdrs | undefined
}

/** The little of a message that tracing needs; messages of core NATS and of streams both have it. */
export interface ReceivedMessage {
  readonly subject: string
  readonly reply?: string
  readonly headers?: MsgHdrs | undefined
  readonly data?: Uint8Array
}

/** What an application tells a stream about a message. */
export interface Settlement {
  readonly kind: 'ack' | 'nak' | 'term' | 'in_progress'
  /** After how many milliseconds a message that was refused is to come again; absent for at once. */
  readonly delayMs?: number
  /** Why it is never to come again; absent if the application did not say. */
  readonly reason?: string
}
