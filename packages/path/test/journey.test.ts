import { hopSpanId } from '@hopscope/observe/hop'
import type { AttributeMap, ResourceSpans, SpanLink } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { assembleJourney, flatten, renderJourney, toSpans } from '../src/index.ts'
import { eventsOf } from './server-events.ts'

test('puts the services of a recorded message between the servers that it crossed', () => {
  const journey = assembleJourney(flatten([...APPLICATIONS, ...servers('seedexact-traceparent')]))

  expect(journey.orphans).toBe(0)
  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                                   at     took
    publish orders.new  checkout                     0 ms     7 ms
    └─ C3L3                client                  1.1 ms  +1.1 ms
       └~~> C3N2           leaf node → C3          1.4 ms  +0.3 ms
          ├==> C1N1        gateway C3 → C1         1.7 ms  +0.3 ms
          │  └--> C1N3     route                   2.4 ms  +0.6 ms
          │     └~~> C1L2  leaf node               2.6 ms  +0.2 ms  to shop-edge
          ├--> C3N3        route                   2.2 ms  +0.8 ms
          │  └─ stream ORDERS  stored              2.2 ms   3.2 ms
          │     └─ process orders.new  fulfilment    6 ms    12 ms
          └==> C2N2        gateway C3 → C2         2.6 ms  +1.2 ms
             └--> C2N3     route                   2.9 ms  +0.2 ms
                └─ process orders.new  warehouse   3.2 ms     2 ms

    18 ms, 3 services, 8 servers, stored in ORDERS, processed 2 times"
  `)
})

test('makes the same tree of the same spans in any order, and of some that come twice', () => {
  const spans = [...flatten([...APPLICATIONS, ...servers('seedexact-traceparent')])]
  const reversed = assembleJourney([...spans.toReversed(), ...spans])

  expect(renderJourney(reversed)).toBe(renderJourney(assembleJourney(spans)))
})

test('puts the requester of a reply through a gateway below the server that it got it from', () => {
  const spans = flatten([...REPLY, ...servers('gateway-reply-traceparent')])
  const journey = assembleJourney(spans)

  expect(journey.orphans).toBe(0)
  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                            at     took
    reply  payments                           0 ms     1 ms
    └─ C2N1             client, cluster C2  0.4 ms  +0.4 ms
       └==> C3N3        gateway C2 → C3     0.6 ms  +0.2 ms
          └--> C3N2     route               2.2 ms  +1.6 ms
             └~~> C3L3  leaf node            17 ms   +15 ms
                └─ receive  checkout         17 ms     1 ms

    18 ms, 2 services, 4 servers, processed 1 time"
  `)
})

const TRACE_ID = '3d3690e6fd73f91ac157d8034260e3f6'
const PRODUCER = '7dacb7e8e8a0519c'
const START = 1_795_235_222_346_000_000n

const APPLICATIONS: readonly ResourceSpans[] = [
  application({ service: 'checkout', spanId: PRODUCER, name: 'publish orders.new', at: 0, ms: 7 }),
  application({
    service: 'fulfilment',
    spanId: '1111111111111111',
    parentSpanId: PRODUCER,
    name: 'process orders.new',
    at: 6,
    ms: 12,
    attributes: { 'messaging.nats.stream.name': 'ORDERS', 'nats.trace.hop': '1.1' },
  }),
  application({
    service: 'warehouse',
    spanId: '2222222222222222',
    parentSpanId: PRODUCER,
    name: 'process orders.new',
    at: 3.2,
    ms: 2,
    // As the consumer itself computes it: it knows its server, the hop header and the message.
    link: hopSpanId({
      traceId: TRACE_ID,
      producerSpanId: PRODUCER,
      server: 'C2N3',
      hop: '1.3.1',
      subject: 'orders.new',
      messageId: 'order-1',
    }),
  }),
]

const REPLY_TRACE_ID = '03d96c6c68881629353b28c98f2df075'
const REPLY_PRODUCER = '6bcc3f3bf7569777'
const REPLY_START = 1_795_244_309_871_000_000n

const REPLY: readonly ResourceSpans[] = [
  application({
    traceId: REPLY_TRACE_ID,
    start: REPLY_START,
    service: 'payments',
    spanId: REPLY_PRODUCER,
    name: 'reply',
    at: 0,
    ms: 1,
  }),
  application({
    traceId: REPLY_TRACE_ID,
    start: REPLY_START,
    service: 'checkout',
    spanId: '3333333333333333',
    parentSpanId: REPLY_PRODUCER,
    name: 'receive',
    at: 17,
    ms: 1,
    link: hopSpanId({
      traceId: REPLY_TRACE_ID,
      producerSpanId: REPLY_PRODUCER,
      server: 'C3L3',
      hop: '1.1',
      subject: '_INBOX.tKUMlERL3AtKApox48Cz9I.jpRjbrwb',
    }),
  }),
]

interface Application {
  readonly traceId?: string
  readonly start?: bigint
  readonly service: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly at: number
  readonly ms: number
  readonly attributes?: AttributeMap
  readonly link?: string
}

function application(fields: Application): ResourceSpans {
  const { traceId = TRACE_ID, start = START, service, at, ms, attributes = {}, link } = fields
  const { spanId, parentSpanId, name } = fields
  const links: readonly SpanLink[] =
    link === undefined ? [] : [{ traceId, spanId: link, attributes: {} }]
  const startTimeUnixNano = start + BigInt(at * 1e6)
  return {
    resource: { attributes: { 'service.name': service } },
    scopeSpans: [
      {
        scope: { name: 'test' },
        spans: [
          {
            traceId,
            spanId,
            ...(parentSpanId !== undefined && { parentSpanId }),
            name,
            kind: parentSpanId === undefined ? 'producer' : 'consumer',
            startTimeUnixNano,
            endTimeUnixNano: startTimeUnixNano + BigInt(ms * 1e6),
            attributes,
            events: [],
            links,
            status: { code: 'unset' },
          },
        ],
      },
    ],
  }
}

function servers(scenario: string): readonly ResourceSpans[] {
  return eventsOf(scenario).flatMap((event) => toSpans(event) ?? [])
}
