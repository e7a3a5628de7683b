import type { MsgHdrs } from '@nats-io/nats-core'
import { isServerTraceHeader } from '@hopscope/observe/headers'
import type { SpanContext } from '@opentelemetry/api'
import { TracedHeaders } from './traced-headers.ts'

/**
 * A copy of `headers` with the context of the message's own span, in place of any it had.
 *
 * What servers wrote into a message that was received, and that is now copied onward, is left
 * behind: `Nats-Trace-Dest: trace disabled` would silence every server the copy passes. A `baggage`
 * that is not empty takes the place of one in `headers`.
 *
 * @param spanContext - one that is valid
 */
export function injectHeaders(
  spanContext: SpanContext,
  headers: MsgHdrs | undefined,
  baggage = '',
): MsgHdrs {
  const traced = new TracedHeaders(headers?.code, headers?.description)
  if (headers !== undefined) copyInto(traced, headers, baggage !== '')

  traced.addContext(spanContext)
  const tracestate = spanContext.traceState?.serialize() ?? ''
  if (isHeaderValue(tracestate)) traced.add('tracestate', [tracestate])
  if (isHeaderValue(baggage)) traced.add('baggage', [baggage])
  return traced
}

/** The header block of headers that {@link injectHeaders} made; nothing for any other. */
export function encodeInjected(headers: MsgHdrs | undefined): Uint8Array | undefined {
  return headers instanceof TracedHeaders ? headers.encode() : undefined
}

/** Whether {@link injectHeaders} made these headers. */
export function isInjected(headers: MsgHdrs | undefined): boolean {
  return headers instanceof TracedHeaders
}

// Whoever made it: a line break in it would begin another header.
function isHeaderValue(value: string): boolean {
  return value !== '' && !/[\r\n]/.test(value)
}

function copyInto(traced: TracedHeaders, headers: MsgHdrs, replacesBaggage: boolean): void {
  for (const [name, values] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'traceparent' || lower === 'tracestate') continue
    if (lower === 'baggage' && replacesBaggage) continue
    if (isServerTraceHeader(name) && !isAskedTrace(name, values)) continue
    traced.add(name, [...values])
  }
}

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
