import type { AttributeMap } from '@hopscope/observe/otlp'
import {
  hopNumber,
  isTerminal,
  kindIn,
  spanRole,
  textOf,
  type ConnectionKind,
  type JourneySpan,
} from '@hopscope/path'

/**
 * What the map needs of one span, as JSON can hold it: an index keeps one for each span that has
 * one, and {@link toTopology} makes a map of any number of them.
 */
export type HopRecord = ServerHop | StreamStore | ClientUse

/** A message came to a server. */
export interface ServerHop extends RecordHead {
  readonly type: 'hop'
  readonly server: string
  readonly cluster?: string | undefined
  readonly domain?: string | undefined
  readonly version?: string | undefined
  readonly account?: string | undefined
  /** The span that published the message. */
  readonly producer?: string | undefined
  /** By what it came. */
  readonly by: ConnectionKind
  /** Name of the client or of the server it came from. */
  readonly from?: string | undefined
  /** The connection's id on this server. */
  readonly cid?: number | undefined
  readonly isFailed: boolean
  readonly egresses: readonly ServerEgress[]
}

/** A message left a server. */
interface ServerEgress {
  readonly by: ConnectionKind
  /** Name of the client or of the server it went to. */
  readonly to?: string | undefined
  readonly cid?: number | undefined
  /** The number of the hop that it is to have there. */
  readonly hop?: string | undefined
  readonly atMs: number
  /** It was not sent, or nothing will ever be heard of it. */
  readonly isRefused: boolean
}

/** A message met a stream; the server is that of the parent. */
interface StreamStore extends RecordHead {
  readonly type: 'store'
  readonly stream: string
}

/** A service sent or got a message. */
export interface ClientUse extends RecordHead {
  readonly type: 'client'
  readonly service: string
  readonly server: string
  readonly cid?: number | undefined
  readonly isSender: boolean
}

interface RecordHead {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string | undefined
  /** Number of the hop that the span belongs to; empty for the first and for services. */
  readonly hop: string
  /** Milliseconds of the Unix epoch, with a fraction that is good for a microsecond. */
  readonly startMs: number
}

/** What the map needs of a span; `undefined` for one that it needs nothing of. */
export function toHopRecord(entry: JourneySpan): HopRecord | undefined {
  const role = spanRole(entry)
  if (role === 'hop') return serverHop(entry)
  if (role === 'store') return streamStore(entry)
  if (role === 'mapping') return undefined
  return clientUse(entry)
}

function serverHop(entry: JourneySpan): ServerHop {
  const { span, resource } = entry
  const { attributes } = span
  const egresses: ServerEgress[] = []
  for (const { attributes: egress, timeUnixNano } of span.events) {
    if (textOf(egress, 'nats.server.egress.kind') === undefined) continue
    egresses.push({
      by: kindIn(egress, 'nats.server.egress.kind'),
      to: textOf(egress, 'nats.server.egress.name'),
      cid: intOf(egress, 'nats.server.egress.cid'),
      hop: textOf(egress, 'nats.server.egress.hop'),
      atMs: toMs(timeUnixNano),
      isRefused: isTerminal(textOf(egress, 'nats.server.egress.error')),
    })
  }
  return {
    type: 'hop',
    ...headOf(entry),
    server: textOf(attributes, 'nats.server.name') ?? '',
    cluster: textOf(attributes, 'nats.server.cluster'),
    domain: textOf(attributes, 'nats.server.domain'),
    version: textOf(resource, 'service.version'),
    account: textOf(attributes, 'nats.server.account'),
    producer: textOf(attributes, 'nats.trace.producer'),
    by: kindIn(attributes, 'nats.server.ingress.kind'),
    from: textOf(attributes, 'nats.server.ingress.name'),
    cid: intOf(attributes, 'nats.server.ingress.cid'),
    isFailed: span.status.code === 'error',
    egresses,
  }
}

function streamStore(entry: JourneySpan): StreamStore | undefined {
  const stream = textOf(entry.span.attributes, 'messaging.nats.stream.name')
  return stream === undefined ? undefined : { type: 'store', ...headOf(entry), stream }
}

function clientUse(entry: JourneySpan): ClientUse | undefined {
  const { attributes } = entry.span
  const server = textOf(attributes, 'messaging.nats.server.name')
  const service = textOf(entry.resource, 'service.name')
  const operation = attributes['messaging.operation.type']
  const isSender = operation === 'send'
  if (server === undefined || service === undefined) return undefined
  if (!isSender && operation !== 'process') return undefined
  const id = Number(textOf(attributes, 'messaging.client.id'))
  const cid = Number.isSafeInteger(id) ? id : undefined
  return { type: 'client', ...headOf(entry), service, server, cid, isSender }
}

function headOf({ span }: JourneySpan): RecordHead {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    hop: hopNumber(span),
    startMs: toMs(span.startTimeUnixNano),
  }
}

function intOf(attributes: AttributeMap, key: string): number | undefined {
  const value = attributes[key]
  return typeof value === 'number' ? value : undefined
}

// Through microseconds: a double holds those of any date exactly.
function toMs(unixNano: bigint): number {
  return Number(unixNano / 1000n) / 1000
}
