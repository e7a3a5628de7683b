import { expect, test } from 'vitest'
import { isWhole, pan, timeTicks, wholeTrace, windowBetween, zoom } from './time-window.ts'

test('zooms so that what is pointed at stays where it is', () => {
  expect(zoom({ fromNs: 0, toNs: 100_000 }, 0.5, 25_000, 100_000)).toEqual({
    fromNs: 12_500,
    toNs: 62_500,
  })
})

test('goes no further out than the trace, and no further in than a microsecond', () => {
  expect(zoom({ fromNs: 40_000, toNs: 60_000 }, 100, 50_000, 100_000)).toEqual({
    fromNs: 0,
    toNs: 100_000,
  })

  const { fromNs, toNs } = zoom({ fromNs: 0, toNs: 100_000 }, 1e-9, 50_000, 100_000)
  expect(toNs - fromNs).toBeCloseTo(1000)
})

test('moves no further than the trace goes', () => {
  expect(pan({ fromNs: 50_000, toNs: 90_000 }, 1, 100_000)).toEqual({
    fromNs: 60_000,
    toNs: 100_000,
  })
  expect(pan({ fromNs: 10_000, toNs: 50_000 }, -1, 100_000)).toEqual({ fromNs: 0, toNs: 40_000 })
})

test('takes two times in either order', () => {
  expect(windowBetween(70_000, 20_000, 100_000)).toEqual({ fromNs: 20_000, toNs: 70_000 })
  expect(windowBetween(-5, 2e9, 100_000)).toEqual({ fromNs: 0, toNs: 100_000 })
})

test('gives a trace without length something to be shown in', () => {
  expect(wholeTrace(0)).toEqual({ fromNs: 0, toNs: 1000 })
  expect(isWhole(wholeTrace(0), 0)).toBe(true)
})

test('puts ticks at round times', () => {
  expect(timeTicks({ fromNs: 0, toNs: 260 }, 6)).toEqual([0, 50, 100, 150, 200, 250])
  expect(timeTicks({ fromNs: 1234, toNs: 1300 }, 4)).toEqual([1240, 1260, 1280, 1300])
})
