import type { JourneySpan } from '@hopscope/path'
import type { SpanEvent } from '@hopscope/observe/otlp'
import { textOf } from './text-of.ts'
import { ORDER_SPAN, SHOP } from './shop.ts'

/**
 * What an order's journey still lacks, in words; nothing when every span of it has come.
 *
 * Spans of services and events of servers come by different ways and in any order, so it is told
 * from the spans themselves: every parent is there, every message has its hops, every server and
 * service that got a message has told of it, and the order was settled.
 */
export function missingSpans(spans: readonly JourneySpan[]): readonly string[] {
  const index = indexSpans(spans)
  return [
    ...(spans.some(({ span }) => span.name === ORDER_SPAN) ? [] : ['the order itself']),
    ...spans.flatMap((span) => missingParent(span, index)),
    ...spans.flatMap((span) => missingFirstHop(span, index)),
    ...spans.flatMap((span) => missingReceivers(span, index)),
    ...spans.flatMap((span) => missingShipment(span, spans)),
  ]
}

interface SpanIndex {
  readonly ids: ReadonlySet<string>
  /** Producer span and hop number of each hop there is. */
  readonly hops: ReadonlySet<string>
  /** Producer span and service of each message that a service handled. */
  readonly handled: ReadonlySet<string>
}

function indexSpans(spans: readonly JourneySpan[]): SpanIndex {
  return {
    ids: new Set(spans.map(({ span }) => span.spanId)),
    hops: new Set(
      spans.filter(isHop).map((hop) => key(producerOf(hop), text(hop, 'nats.trace.hop'))),
    ),
    handled: new Set(
      spans.filter(isConsumer).map((span) => key(span.span.parentSpanId, serviceOf(span))),
    ),
  }
}

function missingParent({ span }: JourneySpan, { ids }: SpanIndex): readonly string[] {
  const { parentSpanId, name } = span
  return parentSpanId === undefined || ids.has(parentSpanId) ? [] : [`the parent of ${name}`]
}

function missingFirstHop({ span }: JourneySpan, { hops }: SpanIndex): readonly string[] {
  if (span.kind !== 'producer' || hops.has(key(span.spanId, ''))) return []
  return [`the first hop of ${span.name}`]
}

function missingReceivers(hop: JourneySpan, index: SpanIndex): readonly string[] {
  if (!isHop(hop)) return []
  return hop.span.events
    .filter(({ name }) => name === 'egress')
    .flatMap((egress) => missingReceiver(hop, egress, index))
}

function missingReceiver(
  hop: JourneySpan,
  { attributes }: SpanEvent,
  { hops, handled }: SpanIndex,
): readonly string[] {
  const name = textOf(attributes['nats.server.egress.name'])
  if (attributes['nats.server.egress.error'] !== undefined) return []

  const next = attributes['nats.server.egress.hop']
  if (typeof next === 'string') {
    return hops.has(key(producerOf(hop), next)) ? [] : [`hop ${next} on ${name}`]
  }
  const subscription = textOf(attributes['nats.server.egress.subscription'])
  if (!isService(name) || subscription.startsWith('_INBOX.')) return []
  return handled.has(key(producerOf(hop), name)) ? [] : [`what ${name} did`]
}

function missingShipment(store: JourneySpan, spans: readonly JourneySpan[]): readonly string[] {
  const { attributes } = store.span
  if (attributes['messaging.nats.store.outcome'] !== 'stored') return []
  if (attributes['messaging.nats.stream.name'] !== 'ORDERS') return []

  const isSettled = spans.some(
    ({ span }) =>
      span.parentSpanId === producerOf(store) &&
      span.events.some(({ name }) => name === 'ack' || name === 'term'),
  )
  return isSettled ? [] : ['the end of the shipment']
}

function isHop(span: JourneySpan): boolean {
  return text(span, 'nats.server.name') !== ''
}

function isConsumer({ span }: JourneySpan): boolean {
  return span.kind === 'consumer'
}

function isService(name: string): boolean {
  return SHOP.some((service) => service.name === name)
}

/** The span that published the message of a hop or a store. */
function producerOf(span: JourneySpan): string {
  return text(span, 'nats.trace.producer')
}

function serviceOf({ resource }: JourneySpan): string {
  return textOf(resource['service.name'])
}

function text({ span }: JourneySpan, attribute: string): string {
  return textOf(span.attributes[attribute])
}

function key(...parts: readonly (string | undefined)[]): string {
  return parts.join(' ')
}
