import { formatTracesJson, type ResourceSpans, type SpanData } from '@hopscope/observe/otlp'

/** The ids of {@link hostileTrace}. */
export const HOSTILE: { readonly traceId: string; readonly spanId: string } = {
  traceId: 'e1'.repeat(16),
  spanId: 'a1'.repeat(8),
}

/** A trace as OTLP JSON, all of whose names and values are one text, those of servers, streams and headers too. */
export function hostileTrace(text: string, attributes: SpanData['attributes'] = {}): string {
  const at = BigInt(Date.now()) * 1_000_000n
  const message = {
    'messaging.system': 'nats',
    'messaging.destination.name': text,
    'messaging.client.id': text,
    'messaging.consumer.group.name': text,
    'messaging.message.id': text,
    'messaging.nats.stream.name': text,
    'messaging.nats.consumer.name': text,
    'messaging.nats.message.stream_sequence': 7,
    'messaging.nats.message.header.x-note': text,
    [text]: text,
  }
  const span = (more: Partial<SpanData>): SpanData => ({
    traceId: HOSTILE.traceId,
    spanId: HOSTILE.spanId,
    name: text,
    kind: 'producer',
    startTimeUnixNano: at,
    endTimeUnixNano: at + 5_000_000n,
    attributes: { ...message, ...attributes },
    events: [{ name: text, timeUnixNano: at, attributes: { [text]: text } }],
    links: [],
    status: { code: 'error', message: text },
    ...more,
  })
  const hop = {
    'nats.server.name': text,
    'nats.server.cluster': text,
    'nats.account': text,
    'nats.server.ingress.kind': 'client',
    'nats.trace.producer': HOSTILE.spanId,
  }
  const child = { parentSpanId: HOSTILE.spanId }
  const spans = [
    span({}),
    span({ ...child, spanId: 'b1'.repeat(8), kind: 'internal', attributes: hop }),
    span({ ...child, spanId: 'c1'.repeat(8), kind: 'consumer' }),
  ]
  const resourceSpans: readonly ResourceSpans[] = [
    {
      resource: { attributes: { 'service.name': text } },
      scopeSpans: [{ scope: { name: text }, spans }],
    },
  ]
  return formatTracesJson({ resourceSpans })
}
