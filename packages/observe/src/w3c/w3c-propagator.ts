import {
  createContextKey,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api'
import { type HeaderCarrier } from '../headers/header-carrier.ts'
import { extractSpanContext } from './extract-span-context.ts'
import { outgoingSpanContext, withRemoteParent } from './remote-parent.ts'
import { traceContextHeaders } from './trace-context-headers.ts'

/**
 * OpenTelemetry's propagator for W3C Trace Context Level 2.
 *
 * It differs from the one of OpenTelemetry's SDK in reading names in any case, in refusing more
 * than one `traceparent`, in checking `tracestate`, in writing all eight flags and in keeping the
 * random flag. While tracing is suppressed it writes nothing.
 */
export const w3cPropagator: TextMapPropagator<unknown> = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter<unknown>): void {
    if (context.getValue(SUPPRESS_TRACING) === true) return
    const spanContext = outgoingSpanContext(context)
    if (spanContext === undefined) return
    for (const [name, value] of traceContextHeaders(spanContext)) setter.set(carrier, name, value)
  },

  extract(context: Context, carrier: unknown, getter: TextMapGetter<unknown>): Context {
    const { spanContext } = extractSpanContext(headersOf(carrier, getter))
    return spanContext === undefined ? context : withRemoteParent(context, spanContext)
  },

  fields: () => [...FIELDS],
}

const FIELDS = ['traceparent', 'tracestate']
const READ = new Set([...FIELDS, 'xraceparent'])

// OpenTelemetry's SDK suppresses tracing under this name; a key is the same for the same name.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

function headersOf(carrier: unknown, getter: TextMapGetter<unknown>): HeaderCarrier {
  const present = new Set(getter.keys(carrier).filter((name) => READ.has(name.toLowerCase())))
  // Getters exist that list no names and only answer when asked for one.
  const names = present.size > 0 ? present : READ
  return Array.from(names, (name) => [name, valuesOf(getter.get(carrier, name))] as const)
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
