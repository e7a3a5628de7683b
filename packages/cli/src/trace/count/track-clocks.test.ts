import type { ClockBounds, ClockOffset } from '@hopscope/path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { trackClocks, type ClockReading } from './track-clocks.ts'

test('the quickest trace bounds a clock for all', () => {
  const readings = [reading(0n, 0n, 900n), reading(0n, 400n, 500n), reading(0n, 100n, 700n)]

  expect(trackClocks(readings).map(offsetOf)).toEqual([
    { minNanos: 400n, maxNanos: 500n },
    { minNanos: 400n, maxNanos: 500n },
    { minNanos: 400n, maxNanos: 500n },
  ])
})

test('what a trace tells of clocks is worth less after a while, as they drift', () => {
  const readings = [reading(0n, 400n, 500n), reading(100_000n, 0n, 900n)]

  expect(trackClocks(readings).map(offsetOf)).toEqual([
    { minNanos: 400n, maxNanos: 500n },
    { minNanos: 300n, maxNanos: 600n },
  ])
})

test('a clock that was set begins anew', () => {
  const readings = [reading(0n, 400n, 500n), reading(1n, 8000n, 9000n)]

  expect(trackClocks(readings).map(offsetOf)).toEqual([
    { minNanos: 400n, maxNanos: 500n },
    { minNanos: 8000n, maxNanos: 9000n },
  ])
})

test('a server that some messages do not pass is kept in mind', () => {
  const readings = [reading(0n, 400n, 500n), { atUnixNano: 0n, clocks: new Map() }]

  expect(trackClocks([...readings, reading(0n, 0n, 900n)]).map(offsetOf)[2]).toEqual({
    minNanos: 400n,
    maxNanos: 500n,
  })
})

test('what was known before is not forgotten', () => {
  const known = reading(0n, 400n, 500n)

  expect(trackClocks([reading(0n, 0n, 900n)], known).map(offsetOf)).toEqual([
    { minNanos: 400n, maxNanos: 500n },
  ])
})

test('bounds around a clock that drifts by less than a thousandth keep it, and get no wider', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(nanos(1e9), nanos(1e7), nanos(1e7))), (steps) => {
      const clock = (at: bigint) => 5_000_000n + at / 2000n
      let at = 0n
      const readings = steps.map(([pause, below, above]) => {
        at += pause
        return reading(at, clock(at) - below, clock(at) + above)
      })

      trackClocks(readings).forEach(({ atUnixNano, clocks }, index) => {
        const { minNanos, maxNanos } = offsetIn(clocks)
        const own = offsetIn(readings[index]?.clocks)
        expect(minNanos <= clock(atUnixNano) && clock(atUnixNano) <= maxNanos).toBe(true)
        expect(minNanos >= own.minNanos && maxNanos <= own.maxNanos).toBe(true)
      })
    }),
  )
})

function nanos(most: number): fc.Arbitrary<bigint> {
  return fc.bigInt(1000n, BigInt(most))
}

function reading(atUnixNano: bigint, minNanos: bigint, maxNanos: bigint): ClockReading {
  return { atUnixNano, clocks: new Map([['n1', { minNanos, maxNanos }]]) }
}

function offsetOf({ clocks }: ClockReading): ClockOffset {
  return offsetIn(clocks)
}

function offsetIn(clocks: ClockBounds | undefined): ClockOffset {
  return clocks?.get('n1') ?? { minNanos: 1n, maxNanos: 0n }
}
