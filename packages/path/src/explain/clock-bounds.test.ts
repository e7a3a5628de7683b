import { expect, test } from 'vitest'
import { type TraceEvent } from '../event/trace-event.ts'
import { clockBounds } from './clock-bounds.ts'

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

function event(id: string, from: bigint, to: bigint): TraceEvent {
  return {
    server: { name: 'n1', id, version: '2.15.1' },
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
