import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TraceEvent, TraceItem } from '../event/trace-event.ts'
import { clockBounds, lastTimeOf, type TimedTrace } from './clock-bounds.ts'

test('a server had the message after it was sent, and before its event arrived', () => {
  const bounds = clockBounds({
    events: [event('A', 1050n, 1060n)],
    sentAtUnixNano: 1000n,
    receivedAtUnixNano: [1100n],
  })

  expect(bounds.get('A')).toEqual({ minNanos: -40n, maxNanos: 50n })
})

test('every event of a server makes its bounds narrower', () => {
  const bounds = clockBounds({
    events: [event('A', 1050n, 1060n), event('A', 1020n, 1090n)],
    sentAtUnixNano: 1000n,
    receivedAtUnixNano: [1100n, 1100n],
  })

  expect(bounds.get('A')).toEqual({ minNanos: -10n, maxNanos: 20n })
})

test('a server whose events fit no clock has no bounds', () => {
  const bounds = clockBounds({
    events: [event('A', 1000n, 9000n)],
    sentAtUnixNano: 1000n,
    receivedAtUnixNano: [1100n],
  })

  expect(bounds.size).toBe(0)
})

test('an event of which the arrival is not known bounds nothing', () => {
  const bounds = clockBounds({
    events: [event('A', 1050n, 1060n)],
    sentAtUnixNano: 1000n,
    receivedAtUnixNano: [],
  })

  expect(bounds.size).toBe(0)
})

test('a server bounds the clock of the one before it, and that one its own', () => {
  const near = { ...event('A', 1050n, 1060n), items: [toServer('B', '1', 1060n)] }
  const far = fromServer('A', '1', event('B', 1065n, 1070n))
  const bounds = clockBounds({
    events: [near, far],
    sentAtUnixNano: 1000n,
    receivedAtUnixNano: [1100n, 1075n],
  })

  expect(bounds.get('A')).toEqual({ minNanos: -10n, maxNanos: 50n })
  expect(bounds.get('B')).toEqual({ minNanos: -5n, maxNanos: 55n })
})

test('orders that contradict the bounds narrow none of them', () => {
  const near = { ...event('A', 1050n, 1060n), items: [toServer('B', '1', 1060n)] }
  const far = fromServer('A', '1', event('B', 900n, 1090n))
  const times = { sentAtUnixNano: 1000n, receivedAtUnixNano: [1100n, 1100n] }

  expect(clockBounds({ events: [near, far], ...times }).get('A')).toEqual(
    clockBounds({ events: [near], ...times }).get('A'),
  )
})

test('the offset of every clock lies within its bounds, whatever way the message takes', () => {
  fc.assert(
    fc.property(fc.array(leg, { minLength: 1 }), fc.array(offset, SERVERS), (legs, offsets) => {
      const bounds = clockBounds(traceOf(legs, offsets))
      const wrong = [...bounds].filter(([server, { minNanos, maxNanos }]) => {
        const nanos = offsets[Number(server)] ?? 0n
        return nanos < minNanos || nanos > maxNanos
      })

      expect(bounds.size).toBe(new Set(legs.map(({ server }) => server)).size)
      expect(wrong).toEqual([])
    }),
    { numRuns: 500 },
  )
})

function event(id: string, from: bigint, to: bigint): TraceEvent {
  return {
    server: { name: id, id, version: '2.15.1' },
    headers: new Map(),
    messageBytes: 0,
    hop: '',
    partial: false,
    dryRun: false,
    announced: 0,
    ingress: { timeUnixNano: from, kind: 'client', name: 'app', subject: 'a' },
    items: [{ type: 'egress', kind: 'client', name: 'app', timeUnixNano: to }],
  }
}

function toServer(name: string, hop: string, timeUnixNano: bigint): TraceItem {
  return { type: 'egress', kind: 'route', name, hop, timeUnixNano }
}

function fromServer(name: string, hop: string, to: TraceEvent): TraceEvent {
  return { ...to, hop, ingress: { ...to.ingress, kind: 'route', name } }
}

/** How a message gets from a hop before to a server, and its event from there; all times are true. */
interface Leg {
  readonly before: number
  readonly server: number
  readonly insideNanos: bigint
  readonly onTheWayNanos: bigint
  readonly reportNanos: bigint
}

const SERVERS = { minLength: 5, maxLength: 5 }
const offset = fc.bigInt(-1_000n, 1_000n)
const duration = fc.bigInt(0n, 300n)
const leg: fc.Arbitrary<Leg> = fc.record({
  before: fc.nat(),
  server: fc.nat({ max: 4 }),
  insideNanos: duration,
  onTheWayNanos: duration,
  reportNanos: duration,
})

function traceOf(legs: readonly Leg[], offsets: readonly bigint[]): TimedTrace {
  const hops: { leg: Leg; event: TraceEvent }[] = []
  for (const [index, each] of legs.entries()) {
    const { server, insideNanos, onTheWayNanos } = each
    const name = `${server}`
    const before = hops[index === 0 ? -1 : each.before % index]
    const clock = offsets[server] ?? 0n
    if (before === undefined) {
      hops.push({ leg: each, event: event(name, onTheWayNanos + clock, onTheWayNanos + clock) })
      continue
    }
    const clockBefore = offsets[before.leg.server] ?? 0n
    const leftAt = before.event.ingress.timeUnixNano + insideNanos
    const arrivedAt = leftAt - clockBefore + onTheWayNanos + clock
    const hop = [before.event.hop, index].filter((part) => part !== '').join('.')
    before.event = {
      ...before.event,
      items: [...before.event.items, toServer(name, hop, leftAt)],
    }
    const arrived = fromServer(`${before.leg.server}`, hop, event(name, arrivedAt, arrivedAt))
    hops.push({ leg: each, event: arrived })
  }
  return {
    events: hops.map((hop) => hop.event),
    sentAtUnixNano: 0n,
    receivedAtUnixNano: hops.map(
      (hop) => lastTimeOf(hop.event) - (offsets[hop.leg.server] ?? 0n) + hop.leg.reportNanos,
    ),
  }
}
