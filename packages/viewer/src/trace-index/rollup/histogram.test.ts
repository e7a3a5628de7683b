import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histogram } from './histogram.ts'

test('a quantile is within four percent of the true one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { minLength: 1 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (durations, part) => {
        const sorted = durations.toSorted((one, other) => one - other)
        const truth = sorted[Math.ceil(durations.length * part) - 1] ?? 0

        expect(Math.abs(histogramOf(durations).quantile(part) / truth - 1)).toBeLessThan(0.04)
      },
    ),
  )
})

test('what was encoded is decoded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (durations, part) => {
        const histogram = histogramOf(durations)

        expect(Histogram.decode(histogram.encode()).quantile(part)).toBe(histogram.quantile(part))
      },
    ),
  )
})

test('two that are merged are as one that counted all', () => {
  const merged = histogramOf([1, 10, 100])
  merged.merge(histogramOf([100, 1_000, 10_000]))

  expect(merged.encode()).toEqual(histogramOf([1, 10, 100, 100, 1_000, 10_000]).encode())
})

test('of nothing every quantile is 0, and so it is of what took no time', () => {
  expect(new Histogram().quantile(0.5)).toBe(0)
  expect(histogramOf([0, 0, 5]).quantile(0.5)).toBe(0)
})

test('counts beyond 2^32 are kept', () => {
  const histogram = new Histogram()
  histogram.add(7, 2 ** 40)
  histogram.add(9, 1)

  expect(Histogram.decode(histogram.encode()).encode()).toEqual(histogram.encode())
})

function histogramOf(durations: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const duration of durations) histogram.add(duration)
  return histogram
}
