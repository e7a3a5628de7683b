import { readHeader } from '@hopscope/observe/headers'
import { parseTraceparent } from '@hopscope/observe/w3c'
import type { SpanContext } from '@opentelemetry/api'
import type { TraceHeaders } from '../event/trace-event.ts'

/**
 * The span that published a traced message, by its `traceparent`; `undefined` when none is valid.
 *
 * A server traces a message when any of several `traceparent` headers is sampled, so the first
 * sampled one is taken, and the first valid one if none is. Servers 2.11 to 2.13 rename the header
 * to `Xraceparent`, which is read when there is no other.
 */
export function messageContext(headers: TraceHeaders): SpanContext | undefined {
  return firstOf(readHeader(headers, 'traceparent')) ?? firstOf(readHeader(headers, 'xraceparent'))
}

function firstOf(values: readonly string[]): SpanContext | undefined {
  let first: SpanContext | undefined
  for (const value of values) {
    const context = parseTraceparent(value)
    if (context === undefined) continue
    if ((context.traceFlags & SAMPLED) !== 0) return context
    first ??= context
  }
  return first
}

const SAMPLED = 0x01
