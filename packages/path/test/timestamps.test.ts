import { expect, test } from 'vitest'
import { assemble, render, type ClockOffset } from '../src/index.ts'
import { eventsOf } from './server-events.ts'

test('each line says when it happened, from when the message came to the first server', () => {
  expect(timedTree('seedexact-dryrun')).toMatchInlineSnapshot(`
    "                                     at     took
    C3L3                               0 ms           client checkout
    └~~> C3N2                        5.5 ms  +5.5 ms  leaf node → C3
       ├--> C3N3                       6 ms  +0.4 ms  route
       │  └─ stream ORDERS           6.1 ms   +43 µs  would store
       ├==> C1N1                     6.4 ms  +0.8 ms  gateway C3 → C1
       │  └--> C1N3                  6.8 ms  +0.4 ms  route
       │     └~~> C1L2               7.1 ms  +0.2 ms  leaf node
       │        └─ client shop-edge  7.1 ms           subscribed to orders.>
       └==> C2N2                     6.1 ms  +0.5 ms  gateway C3 → C2
          └--> C2N3                  6.3 ms  +0.2 ms  route
             └─ client warehouse     6.3 ms           subscribed to orders.>"
  `)
})

test('subject mappings and refusals have their time too', () => {
  expect(timedTree('single-mapping')).toMatchInlineSnapshot(`
    "                               at  took
    S1                           0 ms        client app-pub
    ├─ subject mapping → new.x  10 µs
    └─ client app-sub-2         22 µs        subscribed to new.>"
  `)
  expect(timedTree('single-noecho')).toMatchInlineSnapshot(`
    "                       at  took
    S1                   0 ms        client noecho
    ├─ client app-sub  9.8 µs        subscribed to demo.>
    └─ client noecho    17 µs        subscribed to demo.noecho, ✗ Not delivered because of no echo"
  `)
})

test('times of a clock that differs are as that clock tells them', () => {
  expect(timedTree('synthetic-skew')).toMatchInlineSnapshot(`
    "                                     at     took
    C3L3                               0 ms           client checkout
    └~~> C3N2                        0.3 ms  +0.3 ms  leaf node → C3
       ├--> C3N3                     1.1 ms  +0.8 ms  route
       │  └─ stream ORDERS           4.3 ms  +3.2 ms  stored
       ├==> C1N1                     -14 ms   -15 ms  gateway C3 → C1, clocks differ
       │  └--> C1N3                  -14 ms  +0.6 ms  route
       │     └~~> C1L2               -14 ms  +0.2 ms  leaf node
       │        └─ client shop-edge  -13 ms           subscribed to orders.>
       └==> C2N2                      42 ms   +41 ms  gateway C3 → C2
          └--> C2N3                   42 ms  +0.2 ms  route
             └─ client warehouse      42 ms           subscribed to orders.>"
  `)
})

test('a clock that certainly differs is set right by its bounds', () => {
  const clocks: Readonly<Record<string, ClockOffset>> = {
    C3L3: EVEN,
    C3N2: EVEN,
    C3N3: EVEN,
    C1N1: BEHIND,
    C1N3: BEHIND,
    C1L2: BEHIND,
    C2N2: AHEAD,
    C2N3: AHEAD,
  }

  expect(timedTree('synthetic-skew', clocks)).toMatchInlineSnapshot(`
    "                                     at             took
    C3L3                               0 ms                   client checkout
    └~~> C3N2                        0.3 ms          +0.3 ms  leaf node → C3
       ├--> C3N3                     1.1 ms          +0.8 ms  route
       │  └─ stream ORDERS           4.3 ms          +3.2 ms  stored
       ├==> C1N1                     0.7 ms  +0.3 ms ±0.2 ms  gateway C3 → C1, clock off by -15 ms
       │  └--> C1N3                  1.3 ms          +0.6 ms  route
       │     └~~> C1L2               1.5 ms          +0.2 ms  leaf node
       │        └─ client shop-edge  1.5 ms                   subscribed to orders.>
       └==> C2N2                     1.5 ms  +1.2 ms ±0.2 ms  gateway C3 → C2, clock off by +40 ms
          └--> C2N3                  1.8 ms          +0.2 ms  route
             └─ client warehouse     1.8 ms                   subscribed to orders.>"
  `)
})

test('what comes after a silent origin is timed from the first server that tells', () => {
  expect(timedTree('synthetic-missing-origin')).toMatchInlineSnapshot(`
    "                                     at     took
    C3L3  ✗ did not report
    └~~> C3N2                          0 ms           leaf node → C3
       ├--> C3N3                     0.8 ms  +0.8 ms  route
       │  └─ stream ORDERS             4 ms  +3.2 ms  stored
       ├==> C1N1                     0.4 ms  +0.3 ms  gateway C3 → C1
       │  └--> C1N3                    1 ms  +0.6 ms  route
       │     └~~> C1L2               1.2 ms  +0.2 ms  leaf node
       │        └─ client shop-edge  1.2 ms           subscribed to orders.>
       └==> C2N2                     1.2 ms  +1.2 ms  gateway C3 → C2
          └--> C2N3                  1.5 ms  +0.2 ms  route
             └─ client warehouse     1.5 ms           subscribed to orders.>"
  `)
})

const EVEN = { minNanos: -100_000n, maxNanos: 100_000n }
const BEHIND = { minNanos: -15_100_000n, maxNanos: -14_900_000n }
const AHEAD = { minNanos: 39_900_000n, maxNanos: 40_100_000n }

function timedTree(scenario: string, clocks: Readonly<Record<string, ClockOffset>> = {}): string {
  const events = eventsOf(scenario)
  const byId = events.flatMap(({ server }): [string, ClockOffset][] => {
    const offset = clocks[server.name]
    return offset === undefined ? [] : [[server.id, offset]]
  })
  const drawn = render(assemble(events), { timestamps: true, facts: { clocks: new Map(byId) } })
  return drawn.split('\n\n').find((block) => block.includes(' took')) ?? ''
}
