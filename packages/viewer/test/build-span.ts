import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'

/** What a test says of a span; times are milliseconds since the begin of the trace. */
export interface SpanFields extends Partial<
  Pick<SpanData, 'kind' | 'attributes' | 'events' | 'links' | 'status'>
> {
  readonly parent?: string
  readonly name?: string
  readonly service?: string
  readonly start?: number
  readonly end?: number
  readonly traceId?: string
}

export const TRACE_ID = 'a'.repeat(32)

/** A span of an application. */
export function work(id: string, fields: SpanFields = {}): JourneySpan {
  const { parent, name = id, service = 'shop', start = 0, end = start + 1, ...own } = fields
  return {
    resource: { 'service.name': service },
    scope: { name: 'test' },
    span: {
      traceId: TRACE_ID,
      spanId: idOf(id),
      ...(parent !== undefined && { parentSpanId: idOf(parent) }),
      name,
      kind: 'internal',
      startTimeUnixNano: nanos(start),
      endTimeUnixNano: nanos(end),
      attributes: {},
      events: [],
      links: [],
      status: { code: 'unset' },
      ...own,
    },
  }
}

/** A span that publishes to `orders.new`. */
export function publish(id: string, fields: SpanFields = {}): JourneySpan {
  const attributes = { ...MESSAGE, 'messaging.operation.type': 'send', ...fields.attributes }
  return work(id, { kind: 'producer', ...fields, attributes })
}

/** The handling of a message of `orders.new`. */
export function handle(id: string, fields: SpanFields = {}): JourneySpan {
  const attributes = { ...MESSAGE, 'messaging.operation.type': 'process', ...fields.attributes }
  return work(id, { kind: 'consumer', ...fields, attributes })
}

/** Attributes of a delivery from the stream ORDERS. */
export function fromStream(deliveryCount: number): AttributeMap {
  return {
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.nats.consumer.name': 'shipping',
    'messaging.nats.message.stream_sequence': 7,
    'messaging.nats.message.delivery_count': deliveryCount,
  }
}

/** A server's hop; `server` is its name, too. */
export function hop(server: string, fields: SpanFields = {}): JourneySpan {
  const attributes = {
    ...MESSAGE,
    'nats.server.name': server,
    'nats.server.ingress.kind': 'route',
    ...fields.attributes,
  }
  return work(server, { service: 'nats-server', ...fields, attributes })
}

/** A span id that stands for a name. */
export function idOf(name: string): string {
  return Buffer.from(name.padEnd(8).slice(0, 8)).toString('hex')
}

/** Milliseconds since the begin of the trace as a time of OTLP. */
export function nanos(ms: number): bigint {
  return BEGIN + BigInt(Math.round(ms * 1e6))
}

const BEGIN = 1_795_000_000_000_000_000n
const MESSAGE = { 'messaging.system': 'nats', 'messaging.destination.name': 'orders.new' }
