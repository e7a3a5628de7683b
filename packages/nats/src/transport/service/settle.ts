import type { JsMsg } from '@nats-io/jetstream'
import { sanitizeHeaderValue } from '@hopscope/observe/headers'
import { reasonOf, toError } from './reason-of.ts'

/** What a stream is told of a message. */
export type Settling =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak'; readonly delayMs?: number | undefined }
  | { readonly kind: 'term'; readonly reason: string }

/**
 * Settles a message, unless its handler did; what it returns is why it could not be told: then the
 * server delivers the message again.
 */
export function settle(message: JsMsg, settling: Settling): Error | undefined {
  try {
    tell(message, settling)
    return undefined
  } catch (error) {
    return toError(error)
  }
}

/** Whether a message was settled, be it by its handler. */
export function isSettled(message: JsMsg): boolean {
  return 'didAck' in message && message.didAck === true
}

function tell(message: JsMsg, settling: Settling): void {
  if (settling.kind === 'ack') return message.ack()
  if (settling.kind === 'term') return message.term(sanitizeHeaderValue(reasonOf(settling.reason)))
  const { delayMs = 0 } = settling
  message.nak(delayMs > 0 ? Math.ceil(delayMs) : undefined)
}
