import { expect, test } from 'vitest'
import { assemble, render } from '../src/index.ts'
import { displayWidth } from '../src/text/display-width.ts'
import { decodeJson, eventsOf, scenarios } from './server-events.ts'

test('draws a dry run through leaf nodes, clusters and gateways', () => {
  expect(drawn('seedexact-dryrun')).toMatchInlineSnapshot(`
    "would be delivered to 2 subscribers and stored in ORDERS if it has room
    8 servers in 7.1 ms, slowest link C3L3 → C3N2 5.5 ms

    C3L3                                      client checkout
    └~~> C3N2                        +5.5 ms  leaf node → C3
       ├--> C3N3                     +0.4 ms  route
       │  └─ stream ORDERS            +43 µs  would store
       ├==> C1N1                     +0.8 ms  gateway C3 → C1
       │  └--> C1N3                  +0.4 ms  route
       │     └~~> C1L2               +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └==> C2N2                     +0.5 ms  gateway C3 → C2
          └--> C2N3                  +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    egress: 2 clients, 3 routes, 2 gateways, 2 leaf nodes, 1 stream"
  `)
})

test('draws a delivery in 60 columns', () => {
  expect(drawn('seedexact-deliver', 60)).toMatchInlineSnapshot(`
    "delivered to 2 subscribers, stored in ORDERS
    8 servers in 5 ms, slowest link C1N3 → C1L2 2.5 ms

    C3L3                                      client checkout
    └~~> C3N2                        +0.6 ms  leaf node → C3
       ├--> C3N3                     +0.3 ms  route
       │  └─ stream ORDERS           +0.8 ms  stored
       ├==> C1N1                     +0.6 ms  gateway C3 → C1
       │  └--> C1N3                  +1.2 ms  route
       │     └~~> C1L2               +2.5 ms  leaf node
       │        └─ client shop-edge           subscribed to ord…
       └==> C2N2                     +0.8 ms  gateway C3 → C2
          └--> C2N3                  +1.7 ms  route
             └─ client warehouse              subscribed to ord…

    egress: 2 clients, 3 routes, 2 gateways, 2 leaf nodes, 1
      stream"
  `)
})

test('draws a silent server between those before and after it', () => {
  expect(drawn('synthetic-missing-middle')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers, stored in ORDERS
    7 servers in 4.3 ms, slowest link C3N2 → C2N2 1.2 ms
    warning: C3N2 sent it to C1N1, which did not report
    hint: msg_trace of the account has another destination there, or is off; or permissions or
      accounts there let no event through to the destination of msg_trace; or the stream of
      the events had no leader just then

    C3L3                                      client checkout
    └~~> C3N2                        +0.3 ms  leaf node → C3
       ├--> C3N3                     +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├==> C2N2                     +1.2 ms  gateway C3 → C2
       │  └--> C2N3                  +0.2 ms  route
       │     └─ client warehouse              subscribed to orders.>
       └==> C1N1  ✗ did not report            gateway
          └--> C1N3                           route, cluster C1
             └~~> C1L2               +0.2 ms  leaf node
                └─ client shop-edge           subscribed to orders.>

    egress: 2 clients, 2 routes, 2 gateways, 2 leaf nodes, 1 stream"
  `)
})

test('draws a silent origin above the server that tells of it', () => {
  expect(drawn('synthetic-missing-origin')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers, stored in ORDERS
    7 servers in 4 ms, slowest link C3N2 → C2N2 1.2 ms
    warning: C3N2 got it from C3L3, which did not report
    hint: msg_trace of the account has another destination there, or is off; or the user of
      the leaf node connection may not publish to or subscribe to the destination of
      msg_trace; or the stream of the events had no leader just then

    C3L3  ✗ did not report
    └~~> C3N2                                 leaf node → C3
       ├--> C3N3                     +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├==> C1N1                     +0.3 ms  gateway C3 → C1
       │  └--> C1N3                  +0.6 ms  route
       │     └~~> C1L2               +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └==> C2N2                     +1.2 ms  gateway C3 → C2
          └--> C2N3                  +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    egress: 2 clients, 3 routes, 2 gateways, 1 leaf node, 1 stream"
  `)
})

test('draws clocks that differ', () => {
  expect(drawn('synthetic-skew')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers, stored in ORDERS
    8 servers in 42 ms, slowest link C3N2 → C2N2 41 ms
    note: clocks differ on C3N2 → C1N1: the times there are not exact
    hint: synchronize the clocks of these servers, with NTP for example

    C3L3                                      client checkout
    └~~> C3N2                        +0.3 ms  leaf node → C3
       ├--> C3N3                     +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├==> C1N1                      -15 ms  gateway C3 → C1, clocks differ
       │  └--> C1N3                  +0.6 ms  route
       │     └~~> C1L2               +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └==> C2N2                      +41 ms  gateway C3 → C2
          └--> C2N3                  +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    egress: 2 clients, 3 routes, 2 gateways, 2 leaf nodes, 1 stream"
  `)
})

test('draws two streams in two accounts on one server', () => {
  expect(drawn('js-two-accounts-dryrun')).toMatchInlineSnapshot(`
    "would be stored in SB if it has room
    1 server in 0.1 ms
    warning: S1 did not tell what would become of it in stream SA
    hint: when a message meets several streams on one server, the server tells the end of the
      last one only

    S1                               client a
    ├─ stream SA             +37 µs  outcome unknown
    ├─ stream export → x.1           into account B
    └─ stream SB            +0.1 ms  would store

    egress: 2 streams"
  `)
})

test('draws services imported from account to account', () => {
  expect(drawn('xacc3-allow-service-chain-deliver')).toMatchInlineSnapshot(`
    "delivered to 1 subscriber
    2 servers in 0.4 ms, slowest link C1N1 → C1N3 0.2 ms

    C1N1                                         client a-pub, cluster C1
    ├─ service import → relay.x                  into account B
    ├─ service import relay.x → deep.x           into account C
    └--> C1N3                           +0.2 ms  route
       └─ client c-svc                           subscribed to deep.>

    egress: 1 client, 1 route"
  `)
})

test('says that the trace ends at an account which lets none through', () => {
  expect(drawn('xacc1-deny-service-deliver')).toMatchInlineSnapshot(`
    "nobody who reports got the message
    1 server in 0.2 ms
    warning: the trace ends at the service import add → svc.add of account A from account B
    hint: set allow_trace in account B, on its export of the service svc.add; if it is set,
      nobody serves there

    C1N1                               client a-pub, cluster C1
    └─ service import add → svc.add    into account B"
  `)
})

test('draws a subject mapping', () => {
  expect(drawn('single-mapping')).toMatchInlineSnapshot(`
    "delivered to 1 subscriber
    1 server in 22 µs

    S1                            client app-pub
    ├─ subject mapping → new.x
    └─ client app-sub-2           subscribed to new.>

    egress: 1 client"
  `)
})

test('draws a reply that a server forwarded without counting the hop as one way', () => {
  expect(drawn('gateway-reply-traceparent')).toMatchInlineSnapshot(`
    "delivered to 1 subscriber
    4 servers in 15 ms, slowest link C3N2 → C3L3 15 ms

    C2N1                                  client payments, cluster C2
    └==> C3N3                    +0.2 ms  gateway C2 → C3
       └--> C3N2                          route
          └~~> C3L3               +15 ms  leaf node
             └─ client checkout           subscribed to _INBOX.tKUMlERL3AtKApox48Cz9I.*

    egress: 1 client, 1 gateway, 1 leaf node"
  `)
})

test('shows the subject of a reply without what gateways wrap it in', () => {
  const event = decodeJson(
    JSON.stringify({
      server: { name: 'n1' },
      events: [
        { type: 'in', ts: '2026-11-21T12:00:00Z', kind: 2, name: 'n0', subj: WRAPPED },
        { type: 'js', ts: '2026-11-21T12:00:00Z', stream: 'KEPT', subject: '_INBOX.abc' },
        { type: 'js', ts: '2026-11-21T12:00:00Z', stream: 'MAPPED', subject: WRAPPED_OTHER },
        { type: 'sm', ts: '2026-11-21T12:00:00Z', from: WRAPPED, to: WRAPPED_OTHER },
        { type: 'eg', ts: '2026-11-21T12:00:00Z', kind: 0, name: 'app', sub: WRAPPED },
      ],
    }),
  )

  expect(render(assemble(event === undefined ? [] : [event]))).toMatchInlineSnapshot(`
    "delivered to 1 subscriber, stored in KEPT, MAPPED
    1 server
    warning: 2 streams have it: KEPT, MAPPED
    hint: the publisher hears of one of them only; let subjects of streams not overlap, unless it is
      meant
    warning: n1 got it from n0, which is too old to trace or does not trace
    hint: upgrade n0 to 2.11 or newer; if it is, set msg_trace for the account there too

    ==> n1                                              gateway, from n0, the way before it is unknown
    ├─ stream KEPT                               +0 ms  stored
    ├─ stream MAPPED                             +0 ms  stored as replies.abc
    ├─ subject mapping _INBOX.abc → replies.abc
    └─ client app                                       subscribed to _INBOX.abc

    egress: 1 client, 2 streams"
  `)
})

test('draws receivers that read the same as one line that counts them', () => {
  expect(drawn('compression-none-big')).toMatchInlineSnapshot(`
    "would be delivered to 400 subscribers
    1 server in 0.3 ms

    S1                      client pub
    └─ 400 × client subs    subscribed to big.x

    egress: 400 clients"
  `)
})

test('counts no receivers together when each has its time', () => {
  const timed = render(assemble(eventsOf('compression-none-big')), { timestamps: true })

  expect(timed.split('\n').filter((line) => line.includes('─ client subs')).length).toBeGreaterThan(
    1,
  )
})

test('says how many messages there are when a reply was traced with its request', () => {
  expect(drawn('single-request-reply-headers-copied')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers
    2 messages, 1 server in 15 µs

    S1                     client app-pub
    └─ client app-sub-2    subscribed to svc.echo
    S1                     client app-sub-2
    └─ client app-pub      subscribed to myinbox

    egress: 2 clients"
  `)
})

test('draws queue groups', () => {
  expect(drawn('single-queue-deliver')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers
    1 server in 29 µs

    S1                     client app-pub
    ├─ client app-sub      subscribed to q.work, queue workers
    └─ client app-sub-2    subscribed to q.work, queue audit

    egress: 2 clients"
  `)
})

test('draws servers that are too old to trace, on the way and at its begin', () => {
  expect(drawn('old210-route-dryrun')).toMatchInlineSnapshot(`
    "would be delivered to 1 subscriber
    2 servers in 0.3 ms, slowest link C1N1 → C1N3 0.2 ms
    warning: C1N1 to route C1N2: Not delivered because remote does not support message tracing
    hint: upgrade C1N2 to 2.11 or newer to see the way behind it

    C1N1                                    client pub, cluster C1
    ├--> C1N2  ✗ too old to trace           route
    └--> C1N3                      +0.2 ms  route
       └─ client sub-C1N3                   subscribed to demo

    egress: 1 client, 1 route"
  `)
  expect(drawn('old210-origin-deliver')).toMatchInlineSnapshot(`
    "delivered to 2 subscribers
    2 servers in 18 µs
    warning: C1N3 got it from C1N1, which is too old to trace or does not trace
    warning: C1N2 got it from C1N1, which is too old to trace or does not trace
    hint: upgrade C1N1 to 2.11 or newer; if it is, set msg_trace for the account there too

    --> C1N3              route, cluster C1, from C1N1, the way before it is unknown
    └─ client sub-C1N3    subscribed to demo
    --> C1N2              route, cluster C1, from C1N1, the way before it is unknown
    └─ client sub-C1N2    subscribed to demo

    egress: 2 clients"
  `)
})

test('draws a message that the server refused', () => {
  expect(drawn('single-pub-denied')).toMatchInlineSnapshot(`
    "nobody got the message
    1 server
    error: S1 refused it: Permissions Violation for Publish to "forbidden.x"
    hint: allow the user of client limited-pub to publish to forbidden.x

    S1    client limited-pub, ✗ Permissions Violation for Publish to "forbidden.x""
  `)
})

test.each([
  'js-max-msgs-discard-new',
  'js-wrong-expected-seq-dryrun',
  'js-dedupe-duplicate',
  'js-interest-nointerest',
  'js-subject-transform',
  'cluster3-no-interest',
])('tells what became of the message in %s', (name) => {
  expect(drawn(name)).toMatchSnapshot()
})

test.each([40, 60, 80, 120])('keeps every line of every scenario within %s columns', (width) => {
  const texts = scenarios().map(({ name }) => drawn(name, width))
  const widths = texts.flatMap((text) => text.split('\n')).map((line) => displayWidth(line))

  expect(Math.max(...widths)).toBeLessThanOrEqual(width)
})

test('lets no name of a client write to the terminal', () => {
  const name = '\u001b[31mred\u0007%s\n'
  const event = decodeJson(
    JSON.stringify({
      server: { name },
      events: [
        { type: 'in', ts: '2026-11-21T12:00:00Z', kind: 0, name, subj: name },
        { type: 'eg', ts: '2026-11-21T12:00:00Z', kind: 0, name, sub: name, queue: name },
      ],
    }),
  )

  expect(render(assemble(event === undefined ? [] : [event]))).toMatchInlineSnapshot(`
    "delivered to 1 subscriber
    1 server

    [31mred %s               client  [31mred %s
    └─ client  [31mred %s    subscribed to  [31mred %s , queue  [31mred %s

    egress: 1 client"
  `)
})

test('says so when no server reported', () => {
  expect(render(assemble([]))).toBe('no server reported')
})

const WRAPPED = '_GR_.1a2B3c.4d5E6f._INBOX.abc'
const WRAPPED_OTHER = '_GR_.1a2B3c.4d5E6f.replies.abc'

function drawn(name: string, width = 90): string {
  return render(assemble(eventsOf(name)), { width })
}
