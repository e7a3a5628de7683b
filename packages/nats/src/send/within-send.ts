import { context, createContextKey, type Context } from '@opentelemetry/api'
import type { Send } from './send.ts'

/**
 * Runs `work`, whose messages are parts of `send`: they carry its context, and have no spans and no
 * measures of their own, also after `work` has awaited something.
 *
 * It is for operations that are more than a message to the application, such as a `put` of a
 * key-value store. It needs a context manager; without one the parts are messages like any other.
 */
export function withinSend<T>(send: Send, work: () => T): T {
  return context.with(send.context.setValue(ENCLOSING_SEND, send), work)
}

/** The send that what is sent in `context` is part of. */
export function enclosingSend(context: Context): Send | undefined {
  return context.getValue(ENCLOSING_SEND) as Send | undefined
}

const ENCLOSING_SEND = createContextKey('@hopscope/nats enclosing send')
