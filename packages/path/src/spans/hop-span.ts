import { readHeader } from '@hopscope/observe/headers'
import { hopSpanId } from '@hopscope/observe/hop'
import type { AttributeMap, SpanData, SpanEvent } from '@hopscope/observe/otlp'
import { hopBefore } from '../event/gateway-reply.ts'
import type { Egress, Mapping, TraceEvent, TraceItem } from '../event/trace-event.ts'
import { joinAttributes, spanBase, spanFlags, type HopContext } from './hop-context.ts'
import { serverAttributes } from './server-attributes.ts'

/** The span of the message's time on one server; `headers` names those whose values it may carry. */
export function hopSpan(event: TraceEvent, hop: HopContext, headers: readonly string[]): SpanData {
  const { ingress } = event
  const parentSpanId = hopParent(event, hop)
  return {
    ...spanBase(hop),
    spanId: hop.spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    flags: spanFlags(hop, 'remote'),
    name: `hop ${event.server.name}`,
    startTimeUnixNano: ingress.timeUnixNano,
    endTimeUnixNano: hop.endTimeUnixNano,
    attributes: {
      ...joinAttributes(hop, event.dryRun),
      ...hopAttributes(event),
      ...headerAttributes(event, headers),
    },
    events: itemEvents(event.items),
    status:
      ingress.error === undefined ? { code: 'unset' } : { code: 'error', message: ingress.error },
  }
}

// The server before is named by the ingress, so its span's id is known without its event.
function hopParent(event: TraceEvent, hop: HopContext): string | undefined {
  const before = hopBefore(event)
  if (before === undefined) return hop.producerSpanId
  return hopSpanId({ ...hop.key, server: event.ingress.name, hop: before })
}

function hopAttributes(event: TraceEvent): AttributeMap {
  const { server, ingress } = event
  return {
    'messaging.destination.name': ingress.subject,
    'messaging.message.envelope.size': event.messageBytes,
    ...serverAttributes(server),
    ...(ingress.account !== undefined && { 'nats.server.account': ingress.account }),
    'nats.server.ingress.kind': ingress.kind,
    ...(ingress.name !== '' && { 'nats.server.ingress.name': ingress.name }),
    ...(ingress.cid !== undefined && { 'nats.server.ingress.cid': ingress.cid }),
    ...(ingress.error !== undefined && { 'nats.server.ingress.error': ingress.error }),
    ...(event.partial && { 'nats.trace.partial': true }),
  }
}

function headerAttributes(event: TraceEvent, names: readonly string[]): AttributeMap {
  const attributes: Record<string, readonly string[]> = {}
  for (const name of names) {
    const values = readHeader(event.headers, name)
    if (values.length > 0) attributes[`messaging.header.${name.toLowerCase()}`] = values
  }
  return attributes
}

function itemEvents(items: readonly TraceItem[]): readonly SpanEvent[] {
  const events: SpanEvent[] = []
  for (const item of items) {
    // A stream has a span of its own.
    if (item.type === 'storage') continue
    const attributes = item.type === 'egress' ? egressAttributes(item) : mappingAttributes(item)
    events.push({ name: item.type, timeUnixNano: item.timeUnixNano, attributes })
  }
  return events
}

function egressAttributes(egress: Egress): AttributeMap {
  return {
    'nats.server.egress.kind': egress.kind,
    ...(egress.name !== '' && { 'nats.server.egress.name': egress.name }),
    ...(egress.cid !== undefined && { 'nats.server.egress.cid': egress.cid }),
    ...(egress.hop !== undefined && { 'nats.server.egress.hop': egress.hop }),
    ...(egress.account !== undefined && { 'nats.server.egress.account': egress.account }),
    ...(egress.subscription !== undefined && {
      'nats.server.egress.subscription': egress.subscription,
    }),
    ...(egress.queue !== undefined && { 'nats.server.egress.queue': egress.queue }),
    ...(egress.error !== undefined && { 'nats.server.egress.error': egress.error }),
  }
}

/** What an event or a span says of a subject mapping or the crossing into another account. */
export function mappingAttributes(mapping: Mapping): AttributeMap {
  return {
    'nats.server.mapping.kind': mapping.type,
    ...(mapping.from !== undefined && { 'nats.server.mapping.from': mapping.from }),
    'nats.server.mapping.to': mapping.to,
    ...(mapping.account !== undefined && { 'nats.server.mapping.account': mapping.account }),
  }
}
