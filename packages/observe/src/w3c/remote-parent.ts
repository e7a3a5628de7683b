import {
  createContextKey,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api'
import { RemoteSpan } from '../recorder/spans/remote-span.ts'
import { addSpan, addValue } from '../trace/added-value.ts'

/**
 * The context in which a received message is worked on: new spans are children of the span that
 * sent it, and {@link outgoingSpanContext} knows the random flag that came with it.
 */
export function withRemoteParent(context: Context, spanContext: SpanContext): Context {
  return withRemoteSpan(context, trace.wrapSpanContext(spanContext))
}

/** The same for a span in place of its context, such as `decodeTraceparent` gives. */
export function withRemoteSpan(context: Context, span: Span): Context {
  const active = addSpan(context, span)
  const { traceFlags } = span instanceof RemoteSpan ? span : span.spanContext()
  // Not all senders set the flag, and every value makes a context dearer.
  return (traceFlags & RANDOM_FLAG) === 0 ? active : addValue(active, RANDOM_PARENT, span)
}

/**
 * The span context to send from a context; `undefined` when no span is active in it.
 *
 * It is the active span's, with the random flag if the remote parent of its trace had it: that flag
 * speaks of the trace id, which the child has from its parent, and OpenTelemetry's spans lose it.
 */
export function outgoingSpanContext(context: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(context)
  if (spanContext === undefined || (spanContext.traceFlags & RANDOM_FLAG) !== 0) return spanContext
  const parent = context.getValue(RANDOM_PARENT) as Span | undefined
  return parent?.spanContext().traceId === spanContext.traceId
    ? { ...spanContext, traceFlags: spanContext.traceFlags | RANDOM_FLAG }
    : spanContext
}

const RANDOM_PARENT = createContextKey('hopscope parent with a random trace id')

// W3C Trace Context Level 2, 3.2.2.5.2: at least the right-most 7 bytes of the trace id are random.
const RANDOM_FLAG = 0x02
