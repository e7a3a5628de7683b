import { expect, test } from 'vitest'
import { formatTook } from './format-took.ts'

test.each([
  [0, '0 µs'],
  [0.041, '41 µs'],
  [0.9996, '1.0 ms'],
  [3.21, '3.2 ms'],
  [9.97, '10 ms'],
  [283.4, '283 ms'],
  [999.7, '1.00 s'],
  [12_345, '12.35 s'],
])('%d ms took %s', (ms, text) => {
  expect(formatTook(ms)).toBe(text)
})
