import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationTicks, extentOf, momentAt, timeTicks, xOf, yOf } from './scatter-scale.ts'

const MINUTE = 60_000
const NOON = new Date(2026, 10, 21, 12, 0).getTime()

test.each([
  [4, 412, 2, 500],
  [5, 1010, 2, 2000],
  [7, 7, 5, 100],
  [0.3, 0.4, 0.2, 5],
])('durations of %d to %d ms have a scale of %d to %d ms', (least, most, low, high) => {
  const { lowMs, highMs } = extentOf([point(0, least), point(5, most)], undefined, undefined)

  expect(lowMs).toBeCloseTo(low)
  expect(highMs).toBeCloseTo(high)
})

test('a range that was asked for is shown, also where nothing is', () => {
  expect(extentOf([point(NOON, 1)], NOON - MINUTE, NOON + MINUTE)).toMatchObject({
    fromMs: NOON - MINUTE,
    toMs: NOON + MINUTE,
  })
})

test('one point alone has an extent', () => {
  const extent = extentOf([point(NOON, 5)], undefined, undefined)

  expect(extent.toMs - extent.fromMs).toBeGreaterThan(0)
  expect(yOf(5, extent)).toBeGreaterThan(0)
})

test('time ticks are round, and no more than asked for', () => {
  const extent = { fromMs: NOON + 3 * MINUTE, toMs: NOON + 31 * MINUTE, lowMs: 1, highMs: 10 }

  expect(timeTicks(extent, 6).map(({ label }) => label)).toEqual([
    '12:05',
    '12:10',
    '12:15',
    '12:20',
    '12:25',
    '12:30',
  ])
  expect(timeTicks(extent, 3).map(({ label }) => label)).toEqual(['12:10', '12:20', '12:30'])
})

test('duration ticks are powers of ten, at their places', () => {
  const extent = { fromMs: 0, toMs: 1, lowMs: 1, highMs: 1000 }

  expect(durationTicks(extent)).toEqual([
    { at: 0, label: '1 ms' },
    { at: expect.closeTo(1 / 3), label: '10 ms' },
    { at: expect.closeTo(2 / 3), label: '100 ms' },
    { at: 1, label: '1 s' },
  ])
})

test('a place and its moment are the same', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
      const extent = { fromMs: NOON, toMs: NOON + 90 * MINUTE, lowMs: 1, highMs: 10 }

      expect(xOf(momentAt(x, extent), extent)).toBeCloseTo(x, 6)
    }),
  )
})

test('whatever the points, each has its place in the picture', () => {
  const points = fc.array(
    fc.record({
      startMs: fc.integer({ min: 0, max: 1e13 }),
      durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    }),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(points, (traces) => {
      const extent = extentOf(traces, undefined, undefined)
      const places = traces.flatMap(({ startMs, durationMs }) => [
        xOf(startMs, extent),
        yOf(durationMs, extent),
      ])

      expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...places)).toBeLessThanOrEqual(1)
    }),
  )
})

function point(
  startMs: number,
  durationMs: number,
): { readonly startMs: number; readonly durationMs: number } {
  return { startMs, durationMs }
}
