import { context, type Context } from '@opentelemetry/api'
import { deliveredMessage } from '../connection/delivered-messages.ts'
import { defaultPropagation } from '../propagation/propagation.ts'

/**
 * The context of a message, or of a value that a store handed over, to go on with where it is not
 * active: after a batch, in another queue, in a generator between the subscription and the handler.
 *
 * It is that of the span that handles the message, on a connection that is instrumented; else that of
 * the span that sent it, by its headers; else the root context.
 */
export function contextOf(message: object): Context {
  return deliveredMessage(message)?.context ?? defaultPropagation.extract(message).context
}

/**
 * Runs `work` in the context of a message, and returns what it returns.
 *
 * The span that handles the message is not ended by it: it ends with its handler or its loop, and
 * may have ended already.
 *
 * @example
 * const message = await consumer.next()
 * if (message) await withMessage(message, () => reserve(message.json()))
 */
export function withMessage<T>(message: object, work: () => T): T {
  return context.with(contextOf(message), work)
}
