import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api'
import { carrierHeaders } from './carrier-headers.ts'
import { extractSpanContext } from './extract-span-context.ts'
import { outgoingSpanContext, withRemoteParent } from './remote-parent.ts'
import { traceContextHeaders } from './trace-context-headers.ts'
import { isTracingSuppressed } from './tracing-suppressed.ts'

/**
 * OpenTelemetry's propagator for W3C Trace Context Level 2.
 *
 * It differs from the one of OpenTelemetry's SDK in reading names in any case, in refusing more
 * than one `traceparent`, in checking `tracestate`, in writing all eight flags and in keeping the
 * random flag. While tracing is suppressed it writes nothing.
 */
export const w3cPropagator: TextMapPropagator<unknown> = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter<unknown>): void {
    if (isTracingSuppressed(context)) return
    const spanContext = outgoingSpanContext(context)
    if (spanContext === undefined) return
    for (const [name, value] of traceContextHeaders(spanContext)) setter.set(carrier, name, value)
  },

  extract(context: Context, carrier: unknown, getter: TextMapGetter<unknown>): Context {
    const { spanContext } = extractSpanContext(carrierHeaders(carrier, getter, READ))
    return spanContext === undefined ? context : withRemoteParent(context, spanContext)
  },

  fields: () => [...FIELDS],
}

const FIELDS: readonly string[] = ['traceparent', 'tracestate']
const READ: readonly string[] = [...FIELDS, 'xraceparent']
