import { expect, test } from 'vitest'
import type { Hop } from '../assemble/assembly.ts'
import type { Egress } from '../event/trace-event.ts'
import type { ClockBounds, ClockOffset } from './clock-offset.ts'
import { linkTime } from './link-time.ts'

test('without bounds a time is what the two servers tell, even if it is negative', () => {
  expect(linkTime(hop('A', 0n), hop('B', 70n, 50n))).toEqual({ latencyNanos: 20n })
  expect(linkTime(hop('A', 0n), hop('B', 30n, 50n))).toEqual({ latencyNanos: -20n })
})

test('clocks that may agree leave the time as it is', () => {
  const clocks = bounds({ minNanos: -10n, maxNanos: 10n }, { minNanos: 5n, maxNanos: 15n })

  expect(linkTime(hop('A', 0n), hop('B', 70n, 50n), clocks)).toEqual({ latencyNanos: 20n })
})

test('clocks that cannot agree leave an uncertain time, which is not negative', () => {
  const clocks = bounds({ minNanos: 0n, maxNanos: 10n }, { minNanos: 1000n, maxNanos: 1020n })

  expect(linkTime(hop('A', 0n), hop('B', 1070n, 50n), clocks)).toEqual({
    latencyNanos: 15n,
    uncertaintyNanos: 15n,
    skewNanos: 1005n,
  })
})

test('a negative time proves that clocks differ, whatever the bounds', () => {
  const clocks = bounds({ minNanos: -30n, maxNanos: 30n }, { minNanos: -30n, maxNanos: 30n })

  expect(linkTime(hop('A', 0n), hop('B', 30n, 50n), clocks)).toEqual({
    latencyNanos: 20n,
    uncertaintyNanos: 20n,
    skewNanos: -40n,
  })
})

test('a time that has no middle in whole nanoseconds is not below zero with its uncertainty', () => {
  const clocks = bounds({ minNanos: 0n, maxNanos: 1n }, { minNanos: 1000n, maxNanos: 1000n })

  expect(linkTime(hop('A', 0n), hop('B', 1050n, 50n), clocks)).toEqual({
    latencyNanos: 1n,
    uncertaintyNanos: 1n,
    skewNanos: 999n,
  })
})

test('a way that the server before did not tell of has no time', () => {
  expect(linkTime(hop('A', 0n), hop('B', 30n))).toBeUndefined()
})

function bounds(a: ClockOffset, b: ClockOffset): ClockBounds {
  return new Map([
    ['A', a],
    ['B', b],
  ])
}

function hop(server: string, timeUnixNano: bigint, sentAt?: bigint): Hop {
  const via: Egress[] =
    sentAt === undefined
      ? []
      : [{ type: 'egress', kind: 'route', name: server, hop: '1', timeUnixNano: sentAt }]
  return {
    event: {
      server: { name: server, id: '', version: '2.15.1' },
      headers: new Map(),
      messageBytes: 0,
      hop: '',
      partial: false,
      dryRun: false,
      announced: 0,
      ingress: { timeUnixNano, kind: 'client', name: 'app', subject: 'a' },
      items: [],
    },
    ...(via[0] !== undefined && { via: via[0] }),
    next: [],
    missing: [],
  }
}
