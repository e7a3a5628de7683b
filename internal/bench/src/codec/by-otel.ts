import { headers, type MsgHdrs } from '@nats-io/nats-core'
import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  trace,
  type Context,
  type SpanContext,
  type TextMapGetter,
  type TextMapSetter,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'

/** The span that sent a message, by nats.js's headers and OpenTelemetry's propagator. */
export function extractByOtel(message: WithHeaders): SpanContext | undefined {
  return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, message.headers, getter))
}

/** The header block of a message from the span in a context, by the same two. */
export function injectByOtel(context: Context): Uint8Array {
  const carrier = headers() as MsgHdrs & Encodable
  propagator.inject(context, carrier, setter)
  return carrier.encode()
}

/** The span that a `traceparent` tells of, by OpenTelemetry's propagator. */
export function parseByOtel(traceparent: string): SpanContext | undefined {
  return trace.getSpanContext(
    propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter),
  )
}

/** The little of a received message that is read. */
export interface WithHeaders {
  readonly headers?: MsgHdrs | undefined
}

/** What nats.js calls on headers when it sends them; their public type does not have it. */
export interface Encodable {
  encode(): Uint8Array
}

const propagator = new W3CTraceContextPropagator()

const getter: TextMapGetter<MsgHdrs | undefined> = {
  get: (carrier, name) => carrier?.get(name) || undefined,
  keys: (carrier) => carrier?.keys() ?? [],
}

const setter: TextMapSetter<MsgHdrs> = {
  set: (carrier, name, value) => carrier.set(name, value),
}
