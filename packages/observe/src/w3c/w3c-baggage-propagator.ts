import {
  propagation,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api'
import { readHeader } from '../headers/read-header.ts'
import { formatBaggage, parseBaggage } from './baggage.ts'
import { carrierHeaders } from './carrier-headers.ts'
import { toBaggageMembers, toOtelBaggage } from './otel-baggage.ts'
import { isTracingSuppressed } from './tracing-suppressed.ts'

/**
 * OpenTelemetry's propagator for W3C Baggage.
 *
 * It differs from the one of OpenTelemetry's SDK in reading the name in any case, in keeping empty
 * values, in decoding and encoding what properties say, and in passing on all of 8192 bytes,
 * whatever the number and the length of the members. While tracing is suppressed it writes nothing.
 */
export const w3cBaggagePropagator: TextMapPropagator<unknown> = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter<unknown>): void {
    if (isTracingSuppressed(context)) return
    const header = baggageHeader(context)
    if (header !== '') setter.set(carrier, 'baggage', header)
  },

  extract(context: Context, carrier: unknown, getter: TextMapGetter<unknown>): Context {
    const headers = carrierHeaders(carrier, getter, ['baggage'])
    return withBaggage(context, readHeader(headers, 'baggage'))
  },

  fields: () => ['baggage'],
}

/** The `baggage` to send from a context; empty when there is none in it. */
export function baggageHeader(context: Context): string {
  const baggage = propagation.getBaggage(context)
  return baggage === undefined ? '' : formatBaggage(toBaggageMembers(baggage))
}

/**
 * The context in which a message with these values of `baggage` is worked on; the very `context`
 * when they have no valid member.
 */
export function withBaggage(context: Context, values: readonly string[]): Context {
  if (values.length === 0) return context
  const members = parseBaggage(values)
  return members.length === 0 ? context : propagation.setBaggage(context, toOtelBaggage(members))
}
