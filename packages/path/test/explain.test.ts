import { expect, test } from 'vitest'
import {
  assemble,
  clockBounds,
  explain,
  render,
  type Explanation,
  type StreamFacts,
} from '../src/index.ts'
import { eventsOf, timedTraceOf } from './server-events.ts'

test('tells who got the message, how far it went and how often it was sent on', () => {
  expect(explained('seedexact-deliver')).toEqual({
    verdict: {
      delivered: 2,
      streams: [{ stream: 'ORDERS', server: 'C3N3', outcome: 'stored', examined: false }],
      received: true,
      servers: ['C3L3', 'C3N2', 'C3N3', 'C1N1', 'C1N3', 'C1L2', 'C2N2', 'C2N3'],
      durationNanos: 5_006_338n,
      slowestLink: { from: 'C1N3', to: 'C1L2', latencyNanos: 2_478_706n },
      dryRun: false,
      complete: true,
      problems: [],
    },
    counts: [
      { kind: 'client', count: 2 },
      { kind: 'route', count: 3 },
      { kind: 'gateway', count: 2 },
      { kind: 'leafnode', count: 2 },
      { kind: 'jetstream', count: 1 },
    ],
    stops: [],
  })
})

test('a duplicate is an outcome, and no problem', () => {
  expect(explained('js-dedupe-duplicate').verdict).toMatchObject({
    received: true,
    streams: [{ outcome: 'duplicate' }],
    problems: [],
  })
})

test('a stream that rejects the message is told with its reason', () => {
  expect(explained('js-wrong-expected-stream').verdict).toMatchObject({
    received: false,
    streams: [{ outcome: 'rejected', reason: 'expected stream does not match' }],
    problems: [{ kind: 'stream-rejects', severity: 'error', server: 'S1' }],
  })
})

test('of two streams on one server, the one that the server did not finish is unknown', () => {
  expect(explained('js-two-accounts-dryrun').verdict).toMatchObject({
    streams: [
      { stream: 'SA', outcome: 'unknown' },
      { stream: 'SB', outcome: 'stored' },
    ],
    problems: [{ kind: 'stream-unknown' }],
  })
})

test('two streams that both have the message are pointed out', () => {
  const events = [...eventsOf('js-stored'), ...eventsOf('js-subject-transform')]

  expect(explain(assemble(events)).verdict.problems).toMatchObject([
    { kind: 'several-streams', message: '2 streams have it: ORDERS, XFORM' },
  ])
})

test.each([
  ['single-pub-denied', 'permission-denied'],
  ['single-no-interest', 'no-interest'],
  ['single-noecho', 'no-echo'],
  ['old210-route-dryrun', 'remote-too-old'],
  ['partial-msgtrace-origin-off', 'origin-unknown'],
  ['leafperm-hub2leaf-adhoc', 'server-silent'],
  ['xacc1-deny-stream-deliver', 'account-boundary-stream'],
  ['xacc3-deny-service-dryrun', 'account-boundary-service'],
  ['js-api-request-traceparent', 'server-api'],
])('in %s the trace stops for the reason %s', (name, kind) => {
  expect(new Set(explained(name).stops.map((stop) => stop.kind))).toEqual(new Set([kind]))
})

test.each([
  'xacc1-allow-stream-deliver',
  'xacc3-allow-service-chain-deliver',
  'xaccgw-allow-stream-dryrun',
  'xacc3-bothmt-service-traceparent',
])('%s stops nowhere: each boundary lets the trace through', (name) => {
  expect(explained(name).stops).toEqual([])
})

test('a silent server on a leaf node connection is told what its user has to be allowed', () => {
  expect(explained('leafperm-hub2leaf-adhoc').stops).toMatchObject([
    {
      server: 'L1',
      message: 'C1N1 sent it to L1, which did not report',
      hint: expect.stringContaining('may not publish to or subscribe to trace.l'),
    },
  ])
})

test('a stream that is full rejects what a dry run takes for stored', () => {
  const full = 'it has 1 of 1 messages'
  const streams: readonly StreamFacts[] = [
    { stream: 'FULL', server: 'S1', messages: 1, bytes: 40, full, consumers: [] },
  ]

  const explanation = explain(assemble(eventsOf('js-max-msgs-discard-new-dryrun')), { streams })

  expect(explanation.verdict).toMatchObject({
    received: false,
    streams: [{ outcome: 'rejected', reason: full, examined: true }],
    problems: [{ kind: 'stream-full', message: expect.stringContaining(full) }],
  })
})

test('clocks that certainly differ are set right, and the times marked as not exact', () => {
  const timed = timedTraceOf('synthetic-skew', SENT_AT)
  const clocks = clockBounds(timed)

  expect(render(assemble(timed.events), { facts: { clocks }, width: 90 })).toMatchInlineSnapshot(`
    "delivered to 2 subscribers, stored in ORDERS
    8 servers in 4.3 ms, slowest link C3N2 → C3N3 0.8 ms
    note: clocks differ on C3N2 → C1N1, C3N2 → C2N2: the times there are not exact
    hint: synchronize the clocks of these servers, with NTP for example

    C3L3                                              client checkout
    └~~> C3N2                                +0.3 ms  leaf node → C3
       ├--> C3N3                             +0.8 ms  route
       │  └─ stream ORDERS                   +3.2 ms  stored
       ├==> C1N1                         +3 ms ±3 ms  gateway C3 → C1, clock off by -18 ms
       │  └--> C1N3                          +0.6 ms  route
       │     └~~> C1L2                       +0.2 ms  leaf node
       │        └─ client shop-edge                   subscribed to orders.>
       └==> C2N2                     +3.1 ms ±3.1 ms  gateway C3 → C2, clock off by +38 ms
          └--> C2N3                          +0.2 ms  route
             └─ client warehouse                      subscribed to orders.>

    egress: 2 clients, 3 routes, 2 gateways, 2 leaf nodes, 1 stream"
  `)
})

test('clocks that agree leave the times as they are', () => {
  const timed = timedTraceOf('seedexact-traceparent', SENT_AT)
  const assembly = assemble(timed.events)
  const clocks = clockBounds(timed)

  expect(clocks.size).toBe(8)
  expect(render(assembly, { facts: { clocks } })).toBe(render(assembly))
})

// Half a millisecond before the first server had it: the events of the scenario arrived by then.
const SENT_AT = 1_795_235_222_346_500_000n

function explained(name: string): Explanation {
  return explain(assemble(eventsOf(name)))
}
