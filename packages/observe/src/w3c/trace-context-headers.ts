import { isSpanContextValid, type SpanContext } from '@opentelemetry/api'
import { formatTraceparent } from './traceparent.ts'

/**
 * The headers that carry a span context: `traceparent`, and `tracestate` when it has members.
 *
 * A span context that is not valid has none, so that a reader is not told of a span which is not.
 */
export function traceContextHeaders(
  spanContext: SpanContext,
): readonly (readonly [name: string, value: string])[] {
  if (!isSpanContextValid(spanContext)) return []
  const traceparent = ['traceparent', formatTraceparent(spanContext)] as const
  const traceState = spanContext.traceState?.serialize() ?? ''
  return traceState === '' ? [traceparent] : [traceparent, ['tracestate', traceState]]
}
