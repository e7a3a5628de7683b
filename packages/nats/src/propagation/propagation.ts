import type { MsgHdrs } from '@nats-io/nats-core'
import { baggageHeader, outgoingSpanContext } from '@hopscope/observe/w3c'
import {
  propagation as propagationApi,
  trace,
  type Context,
  type SpanContext,
  type TextMapPropagator,
} from '@opentelemetry/api'
import { injectHeaders } from '../headers/index.ts'
import { extractW3c, type Incoming, type MessageWithHeaders } from './extract-w3c.ts'
import { hasIds } from './has-ids.ts'
import { extractTextMap, injectTextMap } from './text-map.ts'

/** How the context of a span travels in the headers of its message. */
export interface Propagation {
  /**
   * A copy of `headers` with the span of `context` in place of any other; the very `headers` where
   * there is no span to write.
   */
  inject(context: Context, headers: MsgHdrs | undefined): MsgHdrs | undefined
  /** The span of `context` where its `traceparent` is all there is to write; else `undefined`. */
  injectable(context: Context): SpanContext | undefined
  /** What the headers of a received message say. */
  extract(message: MessageWithHeaders): Incoming
}

/** What decides on {@link Propagation}. */
export interface PropagationOptions {
  /** Writes and reads all of it; absent for the global one, or ours where that is one of W3C. */
  readonly propagator: TextMapPropagator | undefined
  /** Whether baggage travels. */
  readonly baggage: boolean
  /** Told of what the propagator threw; W3C takes its place. */
  readonly failed: (error: unknown) => void
}

/**
 * The propagation of a connection.
 *
 * Without a `propagator`, the global one decides: our codec takes the place of one that is of W3C,
 * and of none at all, for a trace must not be lost because nobody set one; any other is used as it is.
 */
export function messagePropagation({
  propagator,
  baggage,
  failed,
}: PropagationOptions): Propagation {
  const foreign = propagator ? () => propagator : foreignGlobal()
  return {
    inject(context, headers) {
      const spanContext = validSpanContext(context)
      if (!spanContext) return headers

      const other = foreign()
      if (!other) return injectHeaders(spanContext, headers, baggage ? baggageHeader(context) : '')

      const carried = baggage ? context : propagationApi.deleteBaggage(context)
      try {
        return injectTextMap(other, carried, injectHeaders(spanContext, headers))
      } catch (error) {
        failed(error)
        return injectHeaders(spanContext, headers)
      }
    },
    injectable(context) {
      if (foreign() || (baggage && propagationApi.getBaggage(context))) return undefined

      const spanContext = validSpanContext(context)
      return spanContext?.traceState ? undefined : spanContext
    },
    extract(message) {
      const other = foreign()
      const incoming = other ? extractTextMap(other, message) : extractW3c(message, baggage)
      return baggage || !other
        ? incoming
        : { ...incoming, context: propagationApi.deleteBaggage(incoming.context) }
    },
  }
}

/** The propagation of messages that no instrumented connection delivered. */
export const defaultPropagation: Propagation = messagePropagation({
  propagator: undefined,
  baggage: true,
  failed: () => {},
})

function validSpanContext(context: Context): SpanContext | undefined {
  const span = trace.getSpan(context)
  return span && hasIds(span) ? outgoingSpanContext(context) : undefined
}

// It may be registered later than the connection was made, and is registered only once.
function foreignGlobal(): () => TextMapPropagator | undefined {
  let isForeign: boolean | undefined
  return () => {
    if (isForeign === undefined) {
      const fields = propagationApi.fields()
      if (fields.length === 0) return undefined
      isForeign = fields.some((field) => !W3C_FIELDS.has(field.toLowerCase()))
    }
    return isForeign ? propagationApi : undefined
  }
}

const W3C_FIELDS: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage'])
