import { Double, type ResourceSpans, type SpanData, type TraceData } from '@hopscope/observe/otlp'

const START = 1_700_000_000_000_000_000n
const PROCESS = {
  'messaging.system': 'nats',
  'messaging.operation.name': 'process',
  'messaging.operation.type': 'process',
  'messaging.destination.name': 'orders.new',
  'messaging.nats.stream.name': 'ORDERS',
  'messaging.nats.consumer.name': 'billing_orders',
  'messaging.nats.message.stream_sequence': 12,
} as const

export const ORDER_ID = '0af7651916cd43dd8448eb211c80319c'

/** An order that is published to a stream, and handled at the second attempt. */
export const ORDER: TraceData = {
  resourceSpans: [
    of('checkout', [
      span({
        spanId: '1111111111111111',
        name: 'publish orders.new',
        kind: 'producer',
        endTimeUnixNano: START + 900_000n,
        attributes: {
          'messaging.system': 'nats',
          'messaging.operation.name': 'publish',
          'messaging.operation.type': 'send',
          'messaging.destination.name': 'orders.new',
          'messaging.nats.stream.name': 'ORDERS',
          'messaging.nats.message.stream_sequence': 12,
          ratio: new Double(1),
          big: 9_007_199_254_740_993n,
        },
      }),
    ]),
    of('billing', [
      span({
        spanId: '2222222222222222',
        status: { code: 'error', message: 'no such address' },
        events: [{ name: 'nak', timeUnixNano: START + 3_000_000n, attributes: { delay: 1.5 } }],
        attributes: { ...PROCESS, 'messaging.nats.message.delivery_count': 1 },
      }),
      span({
        spanId: '3333333333333333',
        startTimeUnixNano: START + 50_000_000n,
        endTimeUnixNano: START + 60_000_000n,
        attributes: { ...PROCESS, 'messaging.nats.message.delivery_count': 2 },
      }),
    ]),
  ],
}

function of(service: string, spans: readonly SpanData[]): ResourceSpans {
  return {
    resource: { attributes: { 'service.name': service } },
    scopeSpans: [{ scope: { name: '@hopscope/nats', version: '1.0.0' }, spans }],
  }
}

function span(fields: Partial<SpanData> & Pick<SpanData, 'spanId'>): SpanData {
  return {
    traceId: ORDER_ID,
    ...(fields.kind === undefined && { parentSpanId: '1111111111111111' }),
    name: 'process orders.new',
    kind: 'consumer',
    startTimeUnixNano: START + 123n,
    endTimeUnixNano: START + 3_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
    ...fields,
  }
}
