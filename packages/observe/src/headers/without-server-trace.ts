import { headerRule } from './header-rule.ts'
import type { HeaderCarrier } from './header-carrier.ts'

/**
 * The headers that a copy of a message may have: those of the application and the trace context,
 * without what NATS and its message tracing wrote for the original only.
 *
 * On a forwarded message, a retry, a dead letter or a reply, a copied `Nats-Trace-Dest` sends the
 * trace elsewhere or switches it off, and a copied `Nats-Msg-Id` has the copy dropped as a
 * duplicate. A `traceparent` that a server renamed gets its name back, if there is no other.
 */
export function withoutServerTrace(
  headers: HeaderCarrier | undefined,
): readonly (readonly [name: string, values: readonly string[]])[] {
  const sent = Array.from(headers ?? [])
  const names = new Set(sent.map(([name]) => name.toLowerCase()))
  return sent.flatMap(([name, values]) => {
    if (isCopied(name)) return [[name, values]]
    return isRenamed(name) && !names.has('traceparent') ? [['traceparent', values]] : []
  })
}

/** Whether a header carries the trace context: `traceparent`, `tracestate` or `baggage`, in any case. */
export function isTraceContextHeader(name: string): boolean {
  return headerRule(name) === 'trace-context'
}

/** Whether a header belongs to the message tracing of the servers, in any case. */
export function isServerTraceHeader(name: string): boolean {
  return headerRule(name) === 'server-trace'
}

function isCopied(name: string): boolean {
  const rule = headerRule(name)
  return rule !== 'server-trace' && rule !== 'nats'
}

// By servers 2.11 to 2.13, in messages that they do not trace any further.
function isRenamed(name: string): boolean {
  return name.toLowerCase() === 'xraceparent'
}
