import { expect, test } from 'vitest'
import { rangeOf, toEpochMs } from './time-range.ts'

const NOW_MS = 1_000_000_000

test.each([
  ['-30s', NOW_MS - 30_000],
  ['-15m', NOW_MS - 900_000],
  ['-6h', NOW_MS - 21_600_000],
  ['-7d', NOW_MS - 604_800_000],
  ['1795276154059', 1_795_276_154_059],
  ['2026-11-21T15:16:14Z', 1_795_274_174_000],
])('%s is a moment', (text, ms) => {
  expect(toEpochMs(text, NOW_MS)).toBe(ms)
})

test.each([undefined, 'soon', '-15', '-m'])('%s is no moment', (text) => {
  expect(toEpochMs(text, NOW_MS)).toBeUndefined()
})

test('a range has what its parameters say and nothing else', () => {
  expect(rangeOf(new URLSearchParams('from=-15m&to=&q=x'))).toEqual({ from: '-15m' })
})
