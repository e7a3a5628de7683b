import { expect, test } from 'vitest'
import type { Egress, TraceEvent } from '../event/trace-event.ts'
import { assemble } from './assemble.ts'
import { hopsOf, type MissingHop } from './assembly.ts'
import { inOrderOfHops } from './in-order.ts'

test('silent servers are in the order of their numbers, not of the digits', () => {
  const sorted = ['10', '2', '1.1', '1', '1.10', '1.2'].map((hop) => silent(hop, 0n))

  expect(sorted.toSorted(inOrderOfHops).map(({ hop }) => hop)).toEqual([
    '1',
    '1.1',
    '1.2',
    '1.10',
    '2',
    '10',
  ])
})

test('of one silent server in two messages, the earlier is first', () => {
  const [early, late] = [silent('1', 10n), silent('1', 20n)]

  expect([late, early].toSorted(inOrderOfHops)).toEqual([early, late])
})

test('roots are in the order of their times, whichever reported first', () => {
  const [early, late] = [event('B', 10n), event('A', 20n)]

  expect(serversOf([late, early])).toEqual(['B', 'A'])
  expect(serversOf([early, late])).toEqual(['B', 'A'])
})

test('of two publishes of one context, each keeps the order of sending', () => {
  const events = [
    event('A', 10n, [to('B', '1'), to('D', '2')]),
    event('A', 20n, [to('C', '1'), to('D', '2')]),
    { ...event('B', 11n, [], 'A'), hop: '1' },
    { ...event('D', 12n, [], 'A'), hop: '2' },
    { ...event('C', 21n, [], 'A'), hop: '1' },
    { ...event('D', 22n, [], 'A'), hop: '2' },
  ]

  expect(serversOf(events)).toEqual(['A', 'B', 'D', 'A', 'C', 'D'])
  expect(serversOf(events.toReversed())).toEqual(['A', 'B', 'D', 'A', 'C', 'D'])
})

function silent(hop: string, timeUnixNano: bigint): MissingHop {
  return { hop, server: 'S', owed: true, announcedBy: event('A', timeUnixNano), next: [] }
}

function event(
  server: string,
  timeUnixNano: bigint,
  items: readonly Egress[] = [],
  name = 'app',
): TraceEvent {
  return {
    server: { name: server, id: server, version: '2.15.1' },
    headers: new Map(),
    messageBytes: 0,
    hop: '',
    partial: false,
    dryRun: false,
    announced: items.length,
    ingress: { timeUnixNano, kind: 'route', name, subject: 'a' },
    items: items.map((item) => ({ ...item, timeUnixNano })),
  }
}

function to(name: string, hop: string): Egress {
  return { type: 'egress', timeUnixNano: 0n, kind: 'route', name, hop }
}

function serversOf(events: readonly TraceEvent[]): readonly string[] {
  return [...hopsOf(assemble(events))].map(({ event: { server } }) => server.name)
}
