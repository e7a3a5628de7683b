import { contextWithMessageParent, withTraceFields, type MessageCarriers } from '@hopscope/observe'
import { ROOT_CONTEXT, type Context } from '@opentelemetry/api'

/** What is published: the active context is in the payload, whoever forwards it without headers. */
export function orderPlaced(order: number): string {
  return JSON.stringify(withTraceFields({ type: 'order.placed', order }))
}

/** The context in which a received event is handled, from its headers or else from its payload. */
export function contextOfEvent(payload: string, headers: MessageCarriers['headers']): Context {
  const event: unknown = JSON.parse(payload)
  return contextWithMessageParent(ROOT_CONTEXT, { headers, event })
}
