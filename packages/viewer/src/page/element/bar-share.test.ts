import { expect, test } from 'vitest'
import { barShare } from './bar-share.ts'

test('the longest takes the whole bar', () => {
  expect(barShare(5000, 5000)).toBe(1)
})

test('a tenth of the longest is still well visible', () => {
  expect(barShare(100, 1000)).toBeCloseTo(0.75)
})

test.each([
  [0, 1000],
  [0, 0],
  [0.01, 0.01],
])('%d of %d is a dot', (ms, maxMs) => {
  expect(barShare(ms, maxMs)).toBe(0.02)
})
