import { createHash } from 'node:crypto'

/** A span in the words of whoever has not looked at what they cost. */
export interface NaiveSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  readonly name: string
  readonly startUnixNano: bigint
  readonly endUnixNano: bigint
  readonly attributes: NaiveAttributes
  readonly events: readonly NaiveSpanEvent[]
}

/** Something that happened in a {@link NaiveSpan}. */
interface NaiveSpanEvent {
  readonly name: string
  readonly unixNano: bigint
  readonly attributes: NaiveAttributes
}

/** Attributes by key. */
export type NaiveAttributes = Readonly<Record<string, string | number>>

/** The spans of one server. */
export interface NaiveServerSpans {
  readonly resource: NaiveAttributes
  readonly spans: readonly NaiveSpan[]
}

/**
 * The converter that one writes first, for the same spans as `toSpans` makes: `JSON.parse`, SHA-256
 * for ids, a `BigInt` for each part of a time.
 */
export function naiveSpans(payload: Uint8Array): NaiveServerSpans {
  const { server, request, events }: NaiveEvent = JSON.parse(decoder.decode(payload))
  const headers = request.header ?? {}
  const [, traceId = '', producer = ''] =
    TRACEPARENT.exec(headerValue(headers, 'traceparent')) ?? []
  const hop = headerValue(headers, 'nats-trace-hop')
  const [ingress = { type: 'in', ts: '' }, ...items] = events

  const idOf = (...parts: readonly string[]) => sha256Id([traceId, producer, ...parts])
  const spanId = idOf(server.name, hop, ingress.subj ?? '')
  const before = hop.slice(0, Math.max(0, hop.lastIndexOf('.')))
  const startUnixNano = unixNano(ingress.ts)
  const hopSpan: NaiveSpan = {
    traceId,
    spanId,
    parentSpanId: hop === '' ? producer : idOf(ingress.name ?? '', before, ingress.subj ?? ''),
    name: `hop ${server.name}`,
    startUnixNano,
    endUnixNano: events.map(({ ts }) => unixNano(ts)).reduce((a, b) => (a > b ? a : b)),
    attributes: given({
      'messaging.system': 'nats',
      'nats.trace.hop': hop,
      'nats.trace.context': producer,
      'messaging.destination.name': ingress.subj,
      'messaging.message.envelope.size': request.msgsize,
      'nats.server.name': server.name,
      'nats.server.cluster': server.cluster,
      'nats.server.account': ingress.acc,
      'nats.server.ingress.kind': KINDS[ingress.kind ?? 0],
      'nats.server.ingress.name': ingress.name,
      'nats.server.ingress.cid': ingress.cid,
    }),
    events: items.filter(({ type }) => type !== 'js').map((item) => spanEvent(item)),
  }
  const stores = items.filter(({ type }) => type === 'js')
  const storeSpans = stores.map((store): NaiveSpan => {
    const name = `store ${store.stream}`
    return {
      traceId,
      spanId: idOf(server.name, hop, ingress.subj ?? '', name),
      parentSpanId: spanId,
      name,
      startUnixNano,
      endUnixNano: unixNano(store.ts),
      attributes: given({
        'messaging.system': 'nats',
        'nats.trace.hop': hop,
        'nats.trace.context': producer,
        'messaging.destination.name': store.subject,
        'messaging.nats.stream.name': store.stream,
        'messaging.nats.store.outcome': store.error ?? 'stored',
      }),
      events: [],
    }
  })
  const resource = {
    'service.name': 'nats-server',
    'service.instance.id': server.id,
    'service.version': server.ver,
  }
  return { resource, spans: [hopSpan, ...storeSpans] }
}

/** What of a server's trace event the converter reads. */
interface NaiveEvent {
  readonly server: {
    readonly name: string
    readonly id: string
    readonly ver: string
    readonly cluster?: string
  }
  readonly request: {
    readonly header?: Readonly<Record<string, readonly string[]>>
    readonly msgsize: number
  }
  readonly events: readonly NaiveItem[]
}

interface NaiveItem {
  readonly type: string
  readonly ts: string
  readonly kind?: number
  readonly cid?: number
  readonly name?: string
  readonly acc?: string
  readonly subj?: string
  readonly sub?: string
  readonly queue?: string
  readonly hop?: string
  readonly stream?: string
  readonly subject?: string
  readonly to?: string
  readonly error?: string
}

function spanEvent(item: NaiveItem): NaiveSpanEvent {
  return {
    name: item.type === 'eg' ? 'egress' : item.type,
    unixNano: unixNano(item.ts),
    attributes: given({
      'nats.server.egress.kind': KINDS[item.kind ?? 0],
      'nats.server.egress.name': item.name,
      'nats.server.egress.cid': item.cid,
      'nats.server.egress.hop': item.hop,
      'nats.server.egress.account': item.acc,
      'nats.server.egress.subscription': item.sub,
      'nats.server.egress.queue': item.queue,
      'nats.server.mapping.to': item.to,
    }),
  }
}

function given(values: Readonly<Record<string, string | number | undefined>>): NaiveAttributes {
  const attributes: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') attributes[key] = value
  }
  return attributes
}

function headerValue(
  headers: Readonly<Record<string, readonly string[]>>,
  lowerName: string,
): string {
  const [, values] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === lowerName) ?? []
  return values?.[0] ?? ''
}

function sha256Id(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 16)
}

function unixNano(time: string): bigint {
  const [, seconds = '', fraction = '', zone = ''] = TIME.exec(time) ?? []
  return (
    BigInt(Date.parse(seconds + zone)) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
  )
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/
const TIME = /^([^.Z+]+)(?:\.(\d+))?(.+)$/
const KINDS = ['client', 'route', 'gateway', 'system', 'leafnode', 'jetstream', 'account']
const decoder = new TextDecoder()
