import {
  isSpanContextValid,
  trace,
  TraceFlags,
  type Context,
  type Span as OtelSpan,
} from '@opentelemetry/api'
import { FacadeSpan } from './facade-span.ts'
import { ForwardingSpan } from './forwarding-span.ts'
import type { Span } from './span.ts'

/**
 * The span that work in `context` belongs to; none if it holds no span, or one that records nothing.
 *
 * A remote parent is none: it belongs to another process.
 */
export function spanFromContext(context: Context): Span | undefined {
  const otel = trace.getSpan(context)
  if (!otel) return undefined
  return facades.get(otel) ?? (otel.isRecording() ? new FacadeSpan(otel) : undefined)
}

/**
 * A context with `span` active, as a {@link Tracer} for another backend returns it.
 *
 * {@link spanFromContext} gives the same `span` back, and what other libraries do to the active span
 * of OpenTelemetry's API is done to `span`.
 */
export function contextWithSpan(context: Context, span: Span): Context {
  return trace.setSpan(context, otelSpanOf(span))
}

/**
 * A span of OpenTelemetry's API that stands for `span`: its own one if that records, else one that
 * forwards to `span`.
 */
export function otelSpanOf(span: Span): OtelSpan {
  if (span.otel.isRecording() || !isSampled(span.otel)) return span.otel

  let otel = stands.get(span)
  if (!otel) {
    otel = new ForwardingSpan(span)
    stands.set(span, otel)
    facades.set(otel, span)
  }
  return otel
}

/** Spans of other backends, by the span of OpenTelemetry's API that stands for them; and the other way. */
const facades = new WeakMap<OtelSpan, Span>()
const stands = new WeakMap<Span, OtelSpan>()

function isSampled(otel: OtelSpan): boolean {
  const spanContext = otel.spanContext()
  return isSpanContextValid(spanContext) && (spanContext.traceFlags & TraceFlags.SAMPLED) !== 0
}
