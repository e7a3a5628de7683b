import { isSpanContextValid, type Span } from '@opentelemetry/api'

/** Whether a span has a context that others can continue: without an SDK, OpenTelemetry's own have none. */
export function hasIds(span: Span): boolean {
  // To look at the digits costs more than to begin the span, and one that is recorded has some.
  return span.isRecording() || isSpanContextValid(span.spanContext())
}
