import { expect, test } from 'vitest'
import { assemble, render } from '../src/index.ts'
import { displayWidth } from '../src/text/display-width.ts'
import { decodeJson, eventsOf, scenarios } from './server-events.ts'

test('draws a dry run through leaf nodes, clusters and gateways', () => {
  expect(drawn('seedexact-dryrun')).toMatchInlineSnapshot(`
    "C3L3                                      client checkout
    └─ C3N2                          +5.5 ms  leaf node → C3
       ├─ C3N3                       +0.4 ms  route
       │  └─ stream ORDERS            +43 µs  would store
       ├─ C1N1                       +0.8 ms  gateway C3 → C1
       │  └─ C1N3                    +0.4 ms  route
       │     └─ C1L2                 +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └─ C2N2                       +0.5 ms  gateway C3 → C2
          └─ C2N3                    +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    would be delivered to 2 subscribers and stored in ORDERS
    8 servers, slowest link C3L3 → C3N2 5.5 ms"
  `)
})

test('draws a delivery in 60 columns', () => {
  expect(drawn('seedexact-deliver', 60)).toMatchInlineSnapshot(`
    "C3L3                                      client checkout
    └─ C3N2                          +0.6 ms  leaf node → C3
       ├─ C3N3                       +0.3 ms  route
       │  └─ stream ORDERS           +0.8 ms  stored
       ├─ C1N1                       +0.6 ms  gateway C3 → C1
       │  └─ C1N3                    +1.2 ms  route
       │     └─ C1L2                 +2.5 ms  leaf node
       │        └─ client shop-edge           subscribed to ord…
       └─ C2N2                       +0.8 ms  gateway C3 → C2
          └─ C2N3                    +1.7 ms  route
             └─ client warehouse              subscribed to ord…

    delivered to 2 subscribers, stored in ORDERS
    8 servers, slowest link C1N3 → C1L2 2.5 ms"
  `)
})

test('draws a silent server between those before and after it', () => {
  expect(drawn('synthetic-missing-middle')).toMatchInlineSnapshot(`
    "C3L3                                      client checkout
    └─ C3N2                          +0.3 ms  leaf node → C3
       ├─ C3N3                       +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├─ C2N2                       +1.2 ms  gateway C3 → C2
       │  └─ C2N3                    +0.2 ms  route
       │     └─ client warehouse              subscribed to orders.>
       └─ C1N1  ✗ did not report              gateway
          └─ C1N3                             route → C1, from C1N1
             └─ C1L2                 +0.2 ms  leaf node
                └─ client shop-edge           subscribed to orders.>

    delivered to 2 subscribers, stored in ORDERS
    7 servers, slowest link C3N2 → C2N2 1.2 ms
    warning: 1 server did not report: C1N1
    hint: a server is silent if its event got lost, if it may not publish the event, or if its
      account traces to another subject"
  `)
})

test('draws a silent origin above the server that tells of it', () => {
  expect(drawn('synthetic-missing-origin')).toMatchInlineSnapshot(`
    "C3L3  ✗ did not report
    └─ C3N2                                   leaf node → C3, from C3L3
       ├─ C3N3                       +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├─ C1N1                       +0.3 ms  gateway C3 → C1
       │  └─ C1N3                    +0.6 ms  route
       │     └─ C1L2                 +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └─ C2N2                       +1.2 ms  gateway C3 → C2
          └─ C2N3                    +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    delivered to 2 subscribers, stored in ORDERS
    7 servers, slowest link C3N2 → C2N2 1.2 ms
    warning: 1 server did not report: C3L3
    hint: a server is silent if its event got lost, if it may not publish the event, or if its
      account traces to another subject"
  `)
})

test('draws clocks that differ', () => {
  expect(drawn('synthetic-skew')).toMatchInlineSnapshot(`
    "C3L3                                      client checkout
    └─ C3N2                          +0.3 ms  leaf node → C3
       ├─ C3N3                       +0.8 ms  route
       │  └─ stream ORDERS           +3.2 ms  stored
       ├─ C1N1                        -15 ms  gateway C3 → C1, clocks differ
       │  └─ C1N3                    +0.6 ms  route
       │     └─ C1L2                 +0.2 ms  leaf node
       │        └─ client shop-edge           subscribed to orders.>
       └─ C2N2                        +41 ms  gateway C3 → C2
          └─ C2N3                    +0.2 ms  route
             └─ client warehouse              subscribed to orders.>

    delivered to 2 subscribers, stored in ORDERS
    8 servers, slowest link C3N2 → C2N2 41 ms"
  `)
})

test('draws two streams in two accounts on one server', () => {
  expect(drawn('js-two-accounts-dryrun')).toMatchInlineSnapshot(`
    "S1                               client a
    ├─ stream SA             +37 µs  outcome unknown
    ├─ stream export → x.1           into account B
    └─ stream SB            +0.1 ms  would store

    would be stored in SB
    1 server"
  `)
})

test('draws services imported from account to account', () => {
  expect(drawn('xacc3-allow-service-chain-deliver')).toMatchInlineSnapshot(`
    "C1N1                                         client a-pub, cluster C1
    ├─ service import → relay.x                  into account B
    ├─ service import relay.x → deep.x           into account C
    └─ C1N3                             +0.2 ms  route
       └─ client c-svc                           subscribed to deep.>

    delivered to 1 subscriber
    2 servers, slowest link C1N1 → C1N3 0.2 ms"
  `)
})

test('says that the trace ends at an account which lets none through', () => {
  expect(drawn('xacc1-deny-service-deliver')).toMatchInlineSnapshot(`
    "C1N1                               client a-pub, cluster C1
    └─ service import add → svc.add    into account B

    nobody who reports got the message
    1 server
    hint: the trace ends before account B, unless the export there sets allow_trace"
  `)
})

test('draws a subject mapping', () => {
  expect(drawn('single-mapping')).toMatchInlineSnapshot(`
    "S1                            client app-pub
    ├─ subject mapping → new.x
    └─ client app-sub-2           subscribed to new.>

    delivered to 1 subscriber
    1 server"
  `)
})

test('draws a reply that a server forwarded without counting the hop as one way', () => {
  expect(drawn('gateway-reply-traceparent')).toMatchInlineSnapshot(`
    "C2N1                                  client payments, cluster C2
    └─ C3N3                      +0.2 ms  gateway C2 → C3
       └─ C3N2                            route
          └─ C3L3                 +15 ms  leaf node
             └─ client checkout           subscribed to _INBOX.tKUMlERL3AtKApox48Cz9I.*

    delivered to 1 subscriber
    4 servers, slowest link C3N2 → C3L3 15 ms"
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
    "n1                                                  gateway, from n0, the way before it is unknown
    ├─ stream KEPT                               +0 ms  stored
    ├─ stream MAPPED                             +0 ms  stored as replies.abc
    ├─ subject mapping _INBOX.abc → replies.abc
    └─ client app                                       subscribed to _INBOX.abc

    delivered to 1 subscriber, stored in KEPT, MAPPED
    1 server
    warning: n1 got it from n0, which is too old to trace or does not trace"
  `)
})

test('draws queue groups', () => {
  expect(drawn('single-queue-deliver')).toMatchInlineSnapshot(`
    "S1                     client app-pub
    ├─ client app-sub      subscribed to q.work, queue workers
    └─ client app-sub-2    subscribed to q.work, queue audit

    delivered to 2 subscribers
    1 server"
  `)
})

test('draws servers that are too old to trace, on the way and at its begin', () => {
  expect(drawn('old210-route-dryrun')).toMatchInlineSnapshot(`
    "C1N1                            client pub, cluster C1
    ├─ route C1N2                   ✗ Not delivered because remote does not support message t…
    └─ C1N3                +0.2 ms  route
       └─ client sub-C1N3           subscribed to demo

    would be delivered to 1 subscriber
    2 servers, slowest link C1N1 → C1N3 0.2 ms"
  `)
  expect(drawn('old210-origin-deliver')).toMatchInlineSnapshot(`
    "C1N3                  route → C1, from C1N1, the way before it is unknown
    └─ client sub-C1N3    subscribed to demo
    C1N2                  route → C1, from C1N1, the way before it is unknown
    └─ client sub-C1N2    subscribed to demo

    delivered to 2 subscribers
    2 servers
    warning: C1N3 got it from C1N1, which is too old to trace or does not trace
    warning: C1N2 got it from C1N1, which is too old to trace or does not trace"
  `)
})

test('draws a message that the server refused', () => {
  expect(drawn('single-pub-denied')).toMatchInlineSnapshot(`
    "S1    client limited-pub, ✗ Permissions Violation for Publish to "forbidden.x"

    nobody got the message
    1 server
    error: S1 refused it: Permissions Violation for Publish to "forbidden.x""
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

test('keeps every line of every scenario within the width', () => {
  const texts = scenarios().map(({ name }) => drawn(name, 64))
  const widths = texts.flatMap((text) => text.split('\n')).map((line) => displayWidth(line))

  expect(Math.max(...widths)).toBeLessThanOrEqual(64)
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
    "[31mred %s               client  [31mred %s
    └─ client  [31mred %s    subscribed to  [31mred %s , queue  [31mred %s

    delivered to 1 subscriber
    1 server"
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
