import { readHeader } from '@hopscope/observe/headers'
import { hopSpanId, type HopKey } from '@hopscope/observe/hop'
import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import type { TraceEvent } from '../event/trace-event.ts'
import type { HopContext } from './hop-context.ts'
import { hopSpan } from './hop-span.ts'
import { mappingSpans } from './mapping-spans.ts'
import { messageContext } from './message-context.ts'
import { hopScope, serverResource } from './server-attributes.ts'
import { storeSpans } from './store-spans.ts'

export { SCOPE_NAME } from './server-attributes.ts'

/** How a trace event becomes spans. */
export interface ToSpansOptions {
  /** The trace to put the spans in when the message carries no valid `traceparent`: 32 hex digits. */
  readonly traceId?: string
  /** The span above the first hop when the message carries no `traceparent`: 16 hex digits. */
  readonly producerSpanId?: string
  /** Names of the message's headers whose values the hop span may carry, in any case. @default none */
  readonly headers?: readonly string[]
}

/**
 * Turns one server's trace event into spans: one for the hop, one for each stream that got the
 * message, one for each subject that it was mapped to. `undefined` when the event tells of no
 * trace, by a `traceparent` or by the options.
 *
 * No other event is needed, nor any order: ids and parents come from the event alone, and the
 * same event twice gives the same spans.
 */
export function toSpans(
  event: TraceEvent,
  options: ToSpansOptions = {},
): ResourceSpans | undefined {
  const hop = hopContext(event, options)
  if (hop === undefined) return undefined
  const spans: readonly SpanData[] = [
    hopSpan(event, hop, options.headers ?? []),
    ...mappingSpans(event, hop),
    ...storeSpans(event, hop),
  ]
  return {
    resource: serverResource(event.server),
    scopeSpans: [{ scope: hopScope, spans }],
  }
}

function hopContext(event: TraceEvent, options: ToSpansOptions): HopContext | undefined {
  const message = messageContext(event.headers)
  const traceId = message?.traceId ?? options.traceId
  if (traceId === undefined) return undefined
  const producerSpanId = message === undefined ? options.producerSpanId : message.spanId
  const key: HopKey = {
    traceId,
    producerSpanId: producerSpanId ?? '',
    server: event.server.name,
    hop: event.hop,
    subject: event.ingress.subject,
    messageId: readHeader(event.headers, 'Nats-Msg-Id')[0],
  }
  return {
    key,
    spanId: hopSpanId(key),
    traceFlags: message?.traceFlags ?? SAMPLED,
    ...(producerSpanId !== undefined && { producerSpanId }),
    endTimeUnixNano: lastTime(event),
  }
}

// A `js` item keeps its place in the list though its time is that of the store, so the last item
// is not the latest one.
function lastTime(event: TraceEvent): bigint {
  let last = event.ingress.timeUnixNano
  for (const item of event.items) if (item.timeUnixNano > last) last = item.timeUnixNano
  return last
}

const SAMPLED = 0x01
