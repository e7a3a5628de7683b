import { stripVTControlCharacters } from 'node:util'
import type { AttributeMap, SpanData, SpanEvent } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { displayWidth } from '../text/display-width.ts'
import { assembleJourney } from './assemble-journey.ts'
import type { JourneySpan } from './flatten.ts'
import { renderJourney } from './render-journey.ts'

test('shows services, servers, the stream, a retry and a dead letter in one tree', () => {
  expect(renderJourney(assembleJourney(ORDER), { width: 110 })).toMatchInlineSnapshot(`
    "                                                             at     took
    POST /orders  checkout                                     0 ms    41 ms
    └─ publish orders.new  checkout                          1.2 ms   9.8 ms
       └─ C3L3          client                               1.5 ms  +0.3 ms
          └~~> C3N2     leaf node → C3                       1.9 ms  +0.4 ms
             ├--> C3N3  route                                2.1 ms  +0.2 ms
             │  └─ stream ORDERS  stored                     2.1 ms   3.1 ms
             │     ├─ ✗ process orders.new  fulfilment         6 ms    12 ms  attempt 1, nak, carrier timed out
             │     └─ ✗ process orders.new  fulfilment        28 ms     9 ms  attempt 2, term, carrier refused
             │        └─ dead letter orders.new  fulfilment   36 ms     1 ms
             └==> C1N1  gateway C3 → C1                       13 ms   +11 ms
                └─ process orders.new  warehouse              14 ms   1.5 ms

    41 ms, 3 services, 4 servers, stored in ORDERS, processed 3 times, 2 spans failed, 1 dead letter"
  `)
})

test('keeps every line within the width of the terminal', () => {
  const lines = renderJourney(assembleJourney(ORDER), { width: 72 }).split('\n')

  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "                                               at     took
    POST /orders  checkout                       0 ms    41 ms
    └─ publish orders.new  checkout            1.2 ms   9.8 ms
       └─ C3L3          client                 1.5 ms  +0.3 ms
          └~~> C3N2     leaf node → C3         1.9 ms  +0.4 ms
             ├--> C3N3  route                  2.1 ms  +0.2 ms
             │  └─ stream ORDERS  stored       2.1 ms   3.1 ms
             │     ├─ ✗ process orders.new  …    6 ms    12 ms  attempt 1,…
             │     └─ ✗ process orders.new  …   28 ms     9 ms  attempt 2,…
             │        └─ dead letter orders.…   36 ms     1 ms
             └==> C1N1  gateway C3 → C1         13 ms   +11 ms
                └─ process orders.new  wareh…   14 ms   1.5 ms

    41 ms, 3 services, 4 servers, stored in ORDERS, processed 3 times, 2
      spans failed, 1 dead letter"
  `)
  expect(Math.max(...lines.map((line) => displayWidth(line)))).toBeLessThanOrEqual(72)
})

test('colors nothing but what reads the same without', () => {
  const journey = assembleJourney(ORDER)
  const colored = renderJourney(journey, { color: true })

  expect(colored).toContain('\u001b[31m✗ process orders.new')
  expect(stripVTControlCharacters(colored)).toBe(renderJourney(journey))
})

test('names a server that was sent the message and of which no span came', () => {
  const origin = hop({ id: 'origin', parent: 'publish', server: 'n1', start: 2, kind: 'client' })
  const journey = assembleJourney([
    work({ id: 'publish', name: 'publish orders.new', service: 'checkout', start: 1, end: 4 }),
    withEvents(origin, [
      egress({ kind: 'leafnode', name: 'edge', hop: '1' }),
      egress({ kind: 'route', name: 'old', hop: '2', error: 'Not delivered because of no echo' }),
    ]),
  ])

  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                  at   took
    publish orders.new  checkout    0 ms   3 ms
    └─ n1         client            1 ms  +1 ms  ✗ old: Not delivered because of no echo
       └~~> edge  ✗ did not report

    3 ms, 1 service, 1 server
    warning: 1 server did not report: edge"
  `)
})

test('names a server that is too old to trace, of which no span is to be expected', () => {
  const origin = hop({ id: 'origin', server: 'n1', start: 2, kind: 'client' })
  const error = 'Message delivered but remote does not support message tracing so no trace event'
  const journey = assembleJourney([
    withEvents(origin, [egress({ kind: 'gateway', name: 'old', hop: '1', error })]),
  ])

  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                at  took
    n1        client              0 ms
    └==> old  ✗ too old to trace

    0.1 ms, 1 server
    warning: 1 server too old to trace: old"
  `)
})

test('names the subscribers of a server that make no spans themselves', () => {
  const origin = hop({ id: 'origin', server: 'n1', start: 2, kind: 'client' })
  const names = ['shop-edge', 'audit', 'billing', 'search', 'mail']
  const journey = assembleJourney([
    withEvents(
      origin,
      names.map((name) => egress({ kind: 'client', name })),
    ),
  ])

  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "              at  took
    n1  client  0 ms        to shop-edge, audit, billing and 2 more

    0.1 ms, 1 server"
  `)
})

test('shows mappings and accounts between servers, and takes the latency from server to server', () => {
  const origin = hop({ id: 'origin', server: 'n1', start: 2, kind: 'client' })
  const journey = assembleJourney([
    withEvents(origin, [egress({ kind: 'route', name: 'n2', hop: '1' })]),
    work({ id: 'map', parent: 'origin', name: 'map svc.add', start: 2.1, end: 3 }, MAPPED),
    hop({ id: 'next', parent: 'map', server: 'n2', start: 2.8, kind: 'route', hop: '1' }),
  ])

  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                                       at     took
    n1          client                                   0 ms
    └─ service import → svc.add  into account BILLING  0.1 ms
       └--> n2  route                                  0.8 ms  +0.8 ms

    1 ms, 2 servers"
  `)
})

test('shows the subject of a reply without what gateways wrap it in', () => {
  const wrapped = { ...MAPPED, 'nats.server.mapping.to': '_GR_.1a2B3c.4d5E6f._INBOX.abc' }
  const mapping = work({ id: 'map', name: 'map', start: 2, end: 3 }, wrapped)

  expect(renderJourney(assembleJourney([mapping]))).toContain('service import → _INBOX.abc  into')
})

test('says of a message that came earlier than it was sent that clocks differ', () => {
  const journey = assembleJourney([
    work({ id: 'publish', name: 'publish orders.new', service: 'checkout', start: 5, end: 6 }),
    hop({ id: 'origin', parent: 'publish', server: 'n1', start: 2, kind: 'client' }),
  ])

  expect(renderJourney(journey)).toMatchInlineSnapshot(`
    "                                at   took
    publish orders.new  checkout  3 ms   1 ms
    └─ n1  client                 0 ms  -3 ms  clocks differ

    4 ms, 1 service, 1 server"
  `)
})

test('lets no name of a span write to the terminal', () => {
  const name = 'a\u001b[31m\u0007\n%s\u202e'
  const text = renderJourney(
    assembleJourney([work({ id: 'x', name, service: name, start: 0, end: 1 })]),
  )

  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
  expect(text).toContain('a [31m %s  a [31m %s')
})

test('says so when there are no spans', () => {
  expect(renderJourney(assembleJourney([]))).toBe('no spans')
})

interface Work {
  readonly id: string
  readonly parent?: string
  readonly name: string
  readonly service?: string
  readonly start: number
  readonly end: number
}

interface HopFields {
  readonly id: string
  readonly parent?: string
  readonly server: string
  readonly start: number
  readonly kind: string
  readonly hop?: string
  readonly cluster?: string
}

const TRACE_ID = 'a'.repeat(32)
const MAPPED: AttributeMap = {
  'nats.server.mapping.kind': 'service import',
  'nats.server.mapping.to': 'svc.add',
  'nats.server.mapping.account': 'BILLING',
}
const STORED: AttributeMap = {
  'messaging.nats.stream.name': 'ORDERS',
  'messaging.nats.store.outcome': 'stored',
  'nats.trace.hop': '1.1',
}
const FROM_STREAM: AttributeMap = {
  'messaging.nats.stream.name': 'ORDERS',
  'nats.trace.hop': '1.1',
}

const ORDER: readonly JourneySpan[] = [
  work({ id: 'post', name: 'POST /orders', service: 'checkout', start: 0, end: 41 }),
  work({
    id: 'publish',
    parent: 'post',
    name: 'publish orders.new',
    service: 'checkout',
    start: 1.2,
    end: 11,
  }),
  hop({
    id: 'C3L3',
    parent: 'publish',
    server: 'C3L3',
    start: 1.5,
    kind: 'client',
    cluster: 'C3L3',
  }),
  hop({
    id: 'C3N2',
    parent: 'C3L3',
    server: 'C3N2',
    start: 1.9,
    kind: 'leafnode',
    hop: '1',
    cluster: 'C3',
  }),
  hop({
    id: 'C3N3',
    parent: 'C3N2',
    server: 'C3N3',
    start: 2.1,
    kind: 'route',
    hop: '1.1',
    cluster: 'C3',
  }),
  hop({
    id: 'C1N1',
    parent: 'C3N2',
    server: 'C1N1',
    start: 13.2,
    kind: 'gateway',
    hop: '1.2',
    cluster: 'C1',
  }),
  work({ id: 'stored', parent: 'C3N3', name: 'store ORDERS', start: 2.1, end: 5.2 }, STORED),
  consumer({ id: 'first', attempt: 1, start: 6, end: 18 }, 'nak', 'carrier timed out'),
  consumer({ id: 'second', attempt: 2, start: 28, end: 37 }, 'term', 'carrier refused'),
  work(
    {
      id: 'dead',
      parent: 'second',
      name: 'dead_letter orders.new',
      service: 'fulfilment',
      start: 36,
      end: 37,
    },
    { 'messaging.operation.name': 'dead_letter', 'messaging.destination.name': 'orders.new' },
  ),
  linkedConsumer('warehouse', 'C1N1'),
]

function work(fields: Work, own: AttributeMap = {}): JourneySpan {
  const { id, parent, name, service, start, end } = fields
  return {
    resource: service === undefined ? {} : { 'service.name': service },
    scope: { name: 'test' },
    span: {
      traceId: TRACE_ID,
      spanId: spanId(id),
      ...(parent !== undefined && { parentSpanId: spanId(parent) }),
      name,
      kind: 'internal',
      startTimeUnixNano: nanos(start),
      endTimeUnixNano: nanos(end),
      attributes: own,
      events: [],
      links: [],
      status: { code: 'unset' },
    },
  }
}

function hop({ server, kind, hop: number, cluster, ...fields }: HopFields): JourneySpan {
  return work(
    { ...fields, name: `hop ${server}`, service: 'nats-server', end: fields.start + 0.1 },
    {
      'nats.server.name': server,
      'nats.server.ingress.kind': kind,
      'messaging.destination.name': 'orders.new',
      ...(number !== undefined && { 'nats.trace.hop': number }),
      ...(cluster !== undefined && { 'nats.server.cluster': cluster }),
    },
  )
}

function consumer(
  fields: Pick<Work, 'id' | 'start' | 'end'> & { readonly attempt: number },
  settlement: string,
  message: string,
): JourneySpan {
  const { attempt, ...times } = fields
  const entry = work(
    { ...times, parent: 'publish', name: 'process orders.new', service: 'fulfilment' },
    { ...FROM_STREAM, 'messaging.nats.message.delivery_count': attempt },
  )
  const settled = { name: settlement, timeUnixNano: nanos(times.end), attributes: {} }
  return {
    ...entry,
    span: {
      ...entry.span,
      kind: 'consumer',
      events: [settled],
      status: { code: 'error', message },
    },
  }
}

function linkedConsumer(service: string, deliverer: string): JourneySpan {
  const entry = work({
    id: service,
    parent: 'publish',
    name: 'process orders.new',
    service,
    start: 13.5,
    end: 15,
  })
  const links = [{ traceId: TRACE_ID, spanId: spanId(deliverer), attributes: {} }]
  return { ...entry, span: { ...entry.span, kind: 'consumer', links } }
}

function withEvents(entry: JourneySpan, events: readonly SpanEvent[]): JourneySpan {
  const span: SpanData = { ...entry.span, events }
  return { ...entry, span }
}

function egress(fields: Readonly<Record<string, string>>): SpanEvent {
  const named = Object.entries(fields).map(([key, value]) => [`nats.server.egress.${key}`, value])
  return { name: 'egress', timeUnixNano: nanos(2.05), attributes: Object.fromEntries(named) }
}

// A name as an id: the tests read better so, and any text tells spans apart.
function spanId(name: string): string {
  return Buffer.from(name.padEnd(8).slice(0, 8)).toString('hex')
}

function nanos(ms: number): bigint {
  return BigInt(Math.round(ms * 1e6))
}
