import { Match, type MsgHdrs } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api'
import { readTraceHeaders } from '../headers/index.ts'
import type { Incoming, MessageWithHeaders } from './extract-w3c.ts'

/**
 * Has any propagator of OpenTelemetry write to `copy`, a message's headers that carry our context
 * already; returns them with the propagator's context alone.
 */
export function injectTextMap(
  propagator: TextMapPropagator,
  context: Context,
  copy: MsgHdrs,
): MsgHdrs {
  // A `baggage` of the application's own stays unless the propagator has another to write.
  for (const name of [...OURS, ...propagator.fields()]) {
    if (name.toLowerCase() !== 'baggage') copy.delete(name, Match.IgnoreCase)
  }
  propagator.inject(context, copy, SETTER)
  return copy
}

/** What any propagator of OpenTelemetry reads from a message. */
export function extractTextMap(
  propagator: TextMapPropagator,
  message: MessageWithHeaders,
): Incoming {
  const context = propagator.extract(ROOT_CONTEXT, message.headers, GETTER)
  const spanContext = trace.getSpanContext(context)
  const isValid = spanContext !== undefined && isSpanContextValid(spanContext)
  return {
    result: isValid ? 'ok' : hasFields(propagator, message) ? 'malformed' : 'missing',
    spanContext: isValid ? spanContext : undefined,
    context,
    headers: readTraceHeaders(message),
  }
}

// Names in any case, as HTTP has them and propagators expect.
const GETTER: TextMapGetter<MsgHdrs | undefined> = {
  keys: (headers) => headers?.keys() ?? [],
  get(headers, name) {
    const values = readHeader(headers, name)
    return values.length > 1 ? [...values] : values[0]
  },
}

const SETTER: TextMapSetter<MsgHdrs> = {
  set: (headers, name, value) => headers.set(name, value, Match.IgnoreCase),
}

const OURS = ['traceparent', 'tracestate']

function hasFields(propagator: TextMapPropagator, { headers }: MessageWithHeaders): boolean {
  return propagator
    .fields()
    .some((name) => name.toLowerCase() !== 'baggage' && readHeader(headers, name).length > 0)
}
