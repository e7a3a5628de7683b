import { expect, test } from 'vitest'
import { percentile } from './percentile.ts'

test.each([
  [[], 0.5, 0],
  [[7], 0.5, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.5, 2],
  [Array.from({ length: 100 }, (_, i) => i + 1), 0.95, 95],
  [[10, 9], 0.95, 10],
])('of %j, %d are not above %d', (values, share, value) => {
  expect(percentile(values, share)).toBe(value)
})
