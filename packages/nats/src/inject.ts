import { headers as newHeaders, type MsgHdrs } from '@nats-io/nats-core'
import { isServerTraceHeader, readHeader } from '@hopscope/observe/headers'
import { traceContextHeaders } from '@hopscope/observe/w3c'
import type { SpanContext } from '@opentelemetry/api'

/** Headers that already carry the context of the span of their message. */
const injected = new WeakSet<MsgHdrs>()

/** Whether {@link inject} made these headers. */
export function isInjected(headers: MsgHdrs | undefined): boolean {
  return headers !== undefined && injected.has(headers)
}

/**
 * A copy of `headers` with the context of the message's own span, in place of any it had.
 *
 * What servers wrote into a message that was received, and that is now copied onward, is left
 * behind: `Nats-Trace-Dest: trace disabled` would silence every server the copy passes.
 */
export function inject(spanContext: SpanContext, headers: MsgHdrs | undefined): MsgHdrs {
  const copy = newHeaders(headers?.code, headers?.description)
  for (const [name, values] of headers ?? []) {
    if (REPLACED.has(name.toLowerCase())) continue
    if (isServerTraceHeader(name) && !isAskedTrace(name, values)) continue
    for (const value of values) copy.append(name, value)
  }
  for (const [name, value] of traceContextHeaders(spanContext)) copy.set(name, value)
  injected.add(copy)
  return copy
}

const REPLACED: ReadonlySet<string> = new Set(['traceparent', 'tracestate'])

// A destination or a dry run that the application itself asks for. `_R_.` is where a server maps the
// destination of a request that crosses accounts; it is of no use to any other message.
function isAskedTrace(name: string, values: readonly string[]): boolean {
  if (name === 'Nats-Trace-Only') return true
  return (
    name === 'Nats-Trace-Dest' &&
    !values.some((value) => value === TRACE_DISABLED || value.startsWith('_R_.'))
  )
}

// What servers write in place of a destination to stop the servers after them (server/msgtrace.go).
const TRACE_DISABLED = 'trace disabled'

/** Whether a server said that the message is not traced any further. */
export function isTraceDisabled(headers: MsgHdrs): boolean {
  return readHeader(headers, 'Nats-Trace-Dest').includes(TRACE_DISABLED)
}
