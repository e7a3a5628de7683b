import { hopSpanId } from '@hopscope/observe/hop'
import type { AttributeMap, ResourceSpans, SpanData, SpanEvent } from '@hopscope/observe/otlp'
import {
  CONNECTION_KINDS,
  flatten,
  hopNumber,
  kindIn,
  spanRole,
  textOf,
  type JourneySpan,
} from '@hopscope/path'

/**
 * What servers told of a trace, a `MsgTraceEvent` a line: empty if no server told of it.
 *
 * It is made of their spans, which have all of an event but the message's other headers, so that who
 * reads it gets the same spans again. The times and the order of streams are those of their ends.
 */
export function toTraceEvents(resourceSpans: readonly ResourceSpans[]): string {
  const entries = [...eachOnce(resourceSpans).values()]
  const stores = Map.groupBy(
    entries.filter((entry) => spanRole(entry) === 'store'),
    ({ span }) => span.parentSpanId,
  )
  const spans = new Map(entries.map(({ span }) => [span.spanId, span]))
  return entries
    .filter((entry) => spanRole(entry) === 'hop')
    .map((hop) => toEvent(hop, stores.get(hop.span.spanId) ?? [], spans))
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('')
}

function eachOnce(resourceSpans: readonly ResourceSpans[]): ReadonlyMap<string, JourneySpan> {
  return new Map(Array.from(flatten(resourceSpans), (entry) => [entry.span.spanId, entry]))
}

function toEvent(
  hop: JourneySpan,
  stores: readonly JourneySpan[],
  spans: ReadonlyMap<string, SpanData>,
): object {
  const { span, resource } = hop
  const { attributes } = span
  const egresses = span.events.map((event) => toItem(event)).filter((item) => item !== undefined)
  return {
    server: {
      name: textOf(attributes, 'nats.server.name'),
      id: textOf(resource, 'service.instance.id'),
      ver: textOf(resource, 'service.version'),
      cluster: textOf(attributes, 'nats.server.cluster'),
      domain: textOf(attributes, 'nats.server.domain'),
      tags: attributes['nats.server.tags'],
    },
    request: {
      header: toHeader(span, spans),
      msgsize: attributes['messaging.message.envelope.size'],
    },
    hops: span.events.filter(({ attributes: of }) => textOf(of, HOP) !== undefined).length,
    events: [toIngress(span), ...egresses, ...stores.map(toStorage)],
  }
}

const HOP = 'nats.server.egress.hop'

function toHeader(span: SpanData, spans: ReadonlyMap<string, SpanData>): object {
  const producer = textOf(span.attributes, 'nats.trace.producer')
  const hop = hopNumber(span)
  const flags = ((span.flags ?? SAMPLED) & 0xff).toString(16).padStart(2, '0')
  const messageId = producer === undefined ? undefined : messageIdOf(span, producer, spans)
  return {
    ...(producer !== undefined && { traceparent: [`00-${span.traceId}-${producer}-${flags}`] }),
    ...(messageId !== undefined && { 'Nats-Msg-Id': [messageId] }),
    ...(hop !== '' && { 'Nats-Trace-Hop': [hop] }),
    ...(span.attributes['nats.trace.dry_run'] === true && {
      'Nats-Trace-Dest': ['telemetry.hops'],
      'Nats-Trace-Only': ['1'],
    }),
  }
}

const SAMPLED = 0x01

// The span of a hop does not say it, and its id is made of it: it is there if the ids agree.
function messageIdOf(
  { traceId, spanId, attributes }: SpanData,
  producerSpanId: string,
  spans: ReadonlyMap<string, SpanData>,
): string | undefined {
  const producer = spans.get(producerSpanId)
  const messageId = producer && textOf(producer.attributes, 'messaging.message.id')
  const own = hopSpanId({
    traceId,
    producerSpanId,
    server: textOf(attributes, 'nats.server.name') ?? '',
    hop: textOf(attributes, 'nats.trace.hop') ?? '',
    subject: textOf(attributes, 'messaging.destination.name') ?? '',
    messageId,
  })
  return own === spanId ? messageId : undefined
}

function toIngress({ attributes, startTimeUnixNano }: SpanData): object {
  return {
    type: 'in',
    ts: toTimestamp(startTimeUnixNano),
    kind: kindNumber(attributes, 'nats.server.ingress.kind'),
    cid: attributes['nats.server.ingress.cid'],
    name: textOf(attributes, 'nats.server.ingress.name'),
    acc: textOf(attributes, 'nats.server.account'),
    subj: textOf(attributes, 'messaging.destination.name'),
    error: textOf(attributes, 'nats.server.ingress.error'),
  }
}

function toItem({ name, timeUnixNano, attributes }: SpanEvent): object | undefined {
  const ts = toTimestamp(timeUnixNano)
  const mapping = MAPPINGS[name]
  if (mapping !== undefined) {
    return {
      type: mapping,
      ts,
      acc: textOf(attributes, 'nats.server.mapping.account'),
      from: textOf(attributes, 'nats.server.mapping.from'),
      to: textOf(attributes, 'nats.server.mapping.to'),
    }
  }
  if (name !== 'egress') return undefined
  return {
    type: 'eg',
    ts,
    kind: kindNumber(attributes, 'nats.server.egress.kind'),
    cid: attributes['nats.server.egress.cid'],
    name: textOf(attributes, 'nats.server.egress.name'),
    hop: textOf(attributes, HOP),
    acc: textOf(attributes, 'nats.server.egress.account'),
    sub: textOf(attributes, 'nats.server.egress.subscription'),
    queue: textOf(attributes, 'nats.server.egress.queue'),
    error: textOf(attributes, 'nats.server.egress.error'),
  }
}

const MAPPINGS: { readonly [name: string]: string | undefined } = {
  'subject mapping': 'sm',
  'stream export': 'se',
  'service import': 'si',
}

function toStorage({ span: { attributes, endTimeUnixNano } }: JourneySpan): object {
  const outcome = textOf(attributes, 'messaging.nats.store.outcome')
  const error =
    outcome === 'duplicate'
      ? 'msgid is duplicate'
      : textOf(attributes, 'messaging.nats.store.reason')
  return {
    type: 'js',
    ts: toTimestamp(endTimeUnixNano),
    stream: textOf(attributes, 'messaging.nats.stream.name'),
    // The server says it last, so that without it the outcome is not known.
    ...(outcome !== 'unknown' && { subject: textOf(attributes, 'messaging.destination.name') }),
    ...(outcome === 'no interest' && { nointerest: true }),
    error,
  }
}

function kindNumber(attributes: AttributeMap, key: string): number {
  const kind = kindIn(attributes, key)
  return kind === 'unknown' ? -1 : CONNECTION_KINDS.indexOf(kind)
}

// RFC 3339 with nanoseconds, as servers write it.
function toTimestamp(unixNano: bigint): string {
  const seconds = new Date(Number(unixNano / 1_000_000_000n) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(unixNano % 1_000_000_000n).padStart(9, '0')}Z`
}
