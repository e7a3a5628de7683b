import { context as contextApi, type Context } from '@opentelemetry/api'
import { outgoingSpanContext } from '../w3c/remote-parent.ts'
import { traceContextHeaders } from '../w3c/trace-context-headers.ts'

/** The fields by which an event carries the trace context in its payload, as DagNats names them. */
export interface EventTraceFields {
  /** A W3C `traceparent`. */
  readonly trace_parent?: string
  /** A W3C `tracestate`; only with `trace_parent`. */
  readonly trace_state?: string
}

/**
 * A copy of `event` that carries the trace context, to be serialized and published.
 *
 * Together with the headers, which an instrumented connection writes, the context is then in the
 * message twice: a consumer that is not given headers has it too. Fields that the event had are
 * replaced. Without a span in the context the event is given back as it is.
 *
 * @param context @default the active one
 * @example
 * connection.publish('orders.new', JSON.stringify(withTraceFields({ order: 7 })))
 */
export function withTraceFields<Event extends object>(
  event: Event,
  context: Context = contextApi.active(),
): Event & EventTraceFields {
  const spanContext = outgoingSpanContext(context)
  const [traceparent, tracestate] = spanContext ? traceContextHeaders(spanContext) : []
  if (!traceparent) return event

  const { trace_parent: _, trace_state: __, ...rest } = event as Event & EventTraceFields
  return {
    ...(rest as Event),
    trace_parent: traceparent[1],
    ...(tracestate && { trace_state: tracestate[1] }),
  }
}
