import { createContextKey, trace, type Context, type SpanContext } from '@opentelemetry/api'

/**
 * The context in which a received message is worked on: new spans are children of the span that
 * sent it, and {@link outgoingSpanContext} knows the flags that came with it.
 */
export function withRemoteParent(context: Context, spanContext: SpanContext): Context {
  return trace.setSpanContext(context, spanContext).setValue(REMOTE_PARENT, spanContext)
}

/**
 * The span context to send from a context; `undefined` when no span is active in it.
 *
 * It is the active span's, with the random flag of the remote parent when both are of one trace:
 * that flag speaks of the trace id, which the child has from its parent, and OpenTelemetry's spans
 * lose it.
 */
export function outgoingSpanContext(context: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(context)
  if (spanContext === undefined) return undefined
  const remote = remoteParent(context)
  if (remote?.traceId !== spanContext.traceId) return spanContext
  const traceFlags = spanContext.traceFlags | (remote.traceFlags & RANDOM_FLAG)
  return traceFlags === spanContext.traceFlags ? spanContext : { ...spanContext, traceFlags }
}

const REMOTE_PARENT = createContextKey('hopscope remote parent')

// W3C Trace Context Level 2, 3.2.2.5.2: at least the right-most 7 bytes of the trace id are random.
const RANDOM_FLAG = 0x02

function remoteParent(context: Context): SpanContext | undefined {
  return context.getValue(REMOTE_PARENT) as SpanContext | undefined
}
