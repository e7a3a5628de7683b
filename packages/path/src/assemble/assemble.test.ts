import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConnectionKind } from '../event/connection-kind.ts'
import type { Egress, TraceEvent, TraceItem } from '../event/trace-event.ts'
import { assemble } from './assemble.ts'
import { hopsOf, type Assembly, type Hop } from './assembly.ts'

test('puts a hop that arrives before its parent in the right place', () => {
  const assembly = assemble([
    event('C', '1.1', 'B'),
    event('B', '1', 'A', [to('C', '1.1')]),
    event('A', '', '', [to('B', '1')]),
  ])

  expect(drawn(assembly)).toEqual(['A', 'A B', 'A B C'])
  expect(assembly).toMatchObject({ complete: true, missing: [], duplicates: 0, hopCount: 3 })
})

test('makes the same tree of the same events in any order', () => {
  const expected = drawn(assemble(FAN_OUT))

  fc.assert(
    fc.property(fc.shuffledSubarray([...FAN_OUT], { minLength: FAN_OUT.length }), (events) => {
      expect(drawn(assemble(events))).toEqual(expected)
    }),
  )
})

test('names a server that was announced and never reported, by whom and how', () => {
  const origin = event('A', '', '', [to('B', '1', 'gateway')])
  const assembly = assemble([origin])

  expect(assembly.missing).toEqual([
    { hop: '1', server: 'B', owed: true, kind: 'gateway', announcedBy: origin, next: [] },
  ])
  expect(assembly.roots[0]?.missing).toEqual(assembly.missing)
  expect(assembly.complete).toBe(false)
})

test('does not wait for a leaf node that reports to another account than where the trace goes', () => {
  const adHoc = new Map([['Nats-Trace-Dest', ['_INBOX.a']]])
  const origin = event('A', '', '', [{ ...to('B', '1', 'leafnode'), account: 'B' }])

  expect(assemble([{ ...origin, headers: adHoc }])).toMatchObject({
    complete: true,
    missing: [{ server: 'B', owed: false }],
  })
  expect(assemble([origin])).toMatchObject({ complete: false, missing: [{ owed: true }] })
})

test('keeps the hops behind a server that did not report', () => {
  const assembly = assemble([event('A', '', '', [to('B', '1')]), event('C', '1.1', 'B')])

  expect(assembly.missing).toMatchObject([{ server: 'B', next: [{ event: { hop: '1.1' } }] }])
  expect([...hopsOf(assembly)]).toHaveLength(2)
})

test('knows of a silent origin by the ingress of the hop after it', () => {
  const assembly = assemble([event('B', '1', 'A', [to('C', '1.1')]), event('C', '1.1', 'B')])

  expect(assembly.roots).toEqual([])
  expect(assembly.missing).toMatchObject([{ hop: '', server: 'A', next: [{ next: [{}] }] }])
  expect(assembly.missing[0]).not.toHaveProperty('announcedBy')
})

test.each([
  'Not delivered because remote does not support message tracing',
  'Not delivered because of no echo',
  'Message delivered but remote does not support message tracing so no trace event generated from there',
])('waits for nobody after "%s"', (error) => {
  const assembly = assemble([event('A', '', '', [{ ...to('B', '1'), error }])])

  expect(assembly).toMatchObject({ complete: true, missing: [] })
})

test('still waits for a server after any other error', () => {
  const assembly = assemble([event('A', '', '', [{ ...to('B', '1'), error: 'slow' }])])

  expect(assembly.missing).toHaveLength(1)
})

test('counts an event that comes again, and puts it in the tree once', () => {
  const assembly = assemble([...FAN_OUT, ...FAN_OUT.toReversed()])

  expect(assembly.duplicates).toBe(FAN_OUT.length)
  expect(drawn(assembly)).toEqual(drawn(assemble(FAN_OUT)))
})

test('is not complete while the way before a root is unknown', () => {
  const assembly = assemble([{ ...event('B', '', 'A'), partial: true }])

  expect(assembly).toMatchObject({ complete: false, missing: [], roots: [{}] })
})

test('is not complete without any event', () => {
  expect(assemble([])).toEqual({
    roots: [],
    missing: [],
    hopCount: 0,
    duplicates: 0,
    complete: false,
  })
})

test('matches two publishes of one context by their times', () => {
  const [first, second] = [10n, 20n].map((time) => [
    later(event('A', '', '', [to('B', '1')]), time),
    later(event('B', '1', 'A'), time + 1n),
  ])
  const { roots } = assemble([...(second ?? []), ...(first ?? [])])

  expect(
    roots.map(({ event, next }) => [
      event.ingress.timeUnixNano,
      next[0]?.event.ingress.timeUnixNano,
    ]),
  ).toEqual([
    [10n, 11n],
    [20n, 21n],
  ])
})

test('hangs a reply that was forwarded without a number of its own below the server that did', () => {
  const events = [
    reply('D', '1', 'B', [to('E', '1.1')]),
    event('E', '1.1', 'D'),
    reply('B', '1', 'A', [], 'gateway'),
    event('A', '', '', [to('B', '1', 'gateway')]),
  ]

  expect(drawn(assemble(events))).toEqual(['A', 'A B', 'A B D', 'A B D E'])
  expect(assemble(events)).toMatchObject({ complete: true, missing: [] })
})

test('names the server that forwarded a reply only if it did not report, announced or not', () => {
  const forwarded = reply('D', '1', 'B')
  const origin = event('A', '', '', [to('B', '1', 'gateway')])
  const below = [{ event: forwarded }]

  expect(assemble([forwarded, origin]).missing).toMatchObject([
    { hop: '1', server: 'B', owed: true, announcedBy: origin, next: below },
  ])
  expect(assemble([forwarded]).missing).toMatchObject([{ hop: '1', server: 'B', next: below }])
  expect(assemble([forwarded, reply('B', '1', 'A', [], 'gateway')]).missing).toMatchObject([
    { hop: '', server: 'A', next: [{ next: below }] },
  ])
})

test('matches forwarded replies of two publishes of one context by their times', () => {
  const forwarders = [10n, 20n].map((time) => later(reply('B', '', 'A', [], 'gateway'), time))
  const replies = [21n, 11n].map((time) => later(reply('D', '', 'B'), time))
  const { roots } = assemble([...replies, ...forwarders])

  expect(roots.map(({ next }) => next.map(({ event }) => event.ingress.timeUnixNano))).toEqual([
    [11n],
    [21n],
  ])
})

test('makes no circle of replies that claim to have forwarded each other', () => {
  const assembly = assemble([reply('A', '1', 'B'), reply('B', '1', 'A'), reply('C', '1', 'C')])

  expect([...hopsOf(assembly)]).toHaveLength(3)
})

test('makes no circle of events that claim to be before themselves', () => {
  const assembly = assemble([
    event('A', '1', 'A', [to('A', '1')]),
    event('A', '1.1', 'A', [to('A', '1')]),
  ])

  expect([...hopsOf(assembly)]).toHaveLength(2)
})

test('makes a tree of 10 000 servers behind one, and of a chain of 2 000', () => {
  const star = Array.from({ length: 10_000 }, (_, index) => String(index + 1))
  const fan = [
    event(
      'A',
      '',
      '',
      star.map((hop) => to(`B${hop}`, hop)),
    ),
    ...star.map((hop) => event(`B${hop}`, hop, 'A')),
  ]
  const chain = Array.from({ length: 2000 }, (_, depth) => Array(depth).fill('1').join('.'))
  const line = chain.map((hop, depth) =>
    event(`S${depth}`, hop, `S${depth - 1}`, [to(`S${depth + 1}`, chain[depth + 1] ?? '')]),
  )

  expect(assemble(fan.toReversed())).toMatchObject({ complete: true, hopCount: 10_001 })
  expect([...hopsOf(assemble(line))]).toHaveLength(2000)
})

const FAN_OUT = [
  event('A', '', '', [to('B', '1'), to('C', '2')]),
  event('B', '1', 'A', [to('D', '1.1')]),
  event('C', '2', 'A'),
  event('D', '1.1', 'B'),
]

function event(
  server: string,
  hop: string,
  from: string,
  items: readonly TraceItem[] = [],
): TraceEvent {
  return {
    server: { name: server, id: server, version: '2.15.1' },
    headers: new Map(),
    messageBytes: 0,
    hop,
    partial: false,
    dryRun: false,
    announced: items.length,
    ingress: { timeUnixNano: 1n, kind: hop === '' ? 'client' : 'route', name: from, subject: 'a' },
    items,
  }
}

function reply(
  server: string,
  hop: string,
  from: string,
  items: readonly TraceItem[] = [],
  kind: ConnectionKind = 'route',
): TraceEvent {
  const hopEvent = event(server, hop, from, items)
  const subject = '_GR_.1a2B3c.4d5E6f._INBOX.abc'
  return { ...hopEvent, ingress: { ...hopEvent.ingress, kind, subject } }
}

function later(event: TraceEvent, timeUnixNano: bigint): TraceEvent {
  return {
    ...event,
    ingress: { ...event.ingress, timeUnixNano },
    items: event.items.map((item) => ({ ...item, timeUnixNano })),
  }
}

function to(name: string, hop: string, kind: ConnectionKind = 'route'): Egress {
  return { type: 'egress', timeUnixNano: 1n, kind, name, hop }
}

function drawn({ roots }: Assembly): readonly string[] {
  const paths = (hop: Hop, before: string): readonly string[] => {
    const path = `${before} ${hop.event.server.name}`.trim()
    return [path, ...hop.next.flatMap((next) => paths(next, path))]
  }
  return roots.flatMap((root) => paths(root, ''))
}
