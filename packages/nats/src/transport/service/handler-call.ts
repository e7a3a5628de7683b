import type { JsMsg } from '@nats-io/jetstream'
import type { Msg } from '@nats-io/nats-core'
import type { MessageKind } from '../names/index.ts'
import type { HandlerContext } from './handler-context.ts'
import { headerReader } from './header-reader.ts'
import { headersOf } from './headers-of.ts'

/** A handler's call: what the handler is told, and what it decided. */
export interface HandlerCall {
  readonly context: HandlerContext
  /** What the handler wants to become of the message; absent where it did not say. */
  decision(): Decision | undefined
}

/** What a handler wants to become of its message. */
export type Decision =
  | { readonly kind: 'retry'; readonly delayMs?: number }
  | { readonly kind: 'terminate'; readonly reason: string }

/** What a call is about. */
export interface CallOrigin {
  readonly kind: MessageKind
  readonly pattern: string
  readonly message: JsMsg | Msg
  readonly signal: AbortSignal
}

/** Makes what a handler is told of its message; what it decides last counts. */
export function handlerCall({ kind, pattern, message, signal }: CallOrigin): HandlerCall {
  let decision: Decision | undefined
  const headers = headerReader(headersOf(message))
  const context: HandlerContext = {
    kind,
    pattern,
    subject: message.subject,
    headers,
    callerName: headers.get('x-caller-name') ?? '',
    message,
    ...deliveryOf(message),
    signal,
    retry({ delayMs } = {}) {
      decision = { kind: 'retry', ...(delayMs !== undefined && { delayMs }) }
    },
    terminate(reason) {
      decision = { kind: 'terminate', reason }
    },
  }
  return { context, decision: () => decision }
}

type DeliveryFields = Pick<HandlerContext, 'deliveryCount' | 'stream' | 'sequence' | 'storedAt'>

function deliveryOf(message: JsMsg | Msg): DeliveryFields {
  if (!('info' in message)) return { deliveryCount: 1 }
  const { stream, streamSequence, deliveryCount } = message.info
  return { deliveryCount, stream, sequence: streamSequence, storedAt: message.time }
}
