import { expect, test } from 'vitest'
import { formatMs, formatNs } from './duration.ts'

test.each([
  [0, '0 ms'],
  [0.000_25, '250 ns'],
  [0.0121, '12.1 µs'],
  [0.9994, '999 µs'],
  [0.9999, '1 ms'],
  [4.56, '4.56 ms'],
  [41, '41 ms'],
  [41.28, '41.3 ms'],
  [412.4, '412 ms'],
  [999.7, '1 s'],
  [1250, '1.25 s'],
  [59_940, '59.9 s'],
  [59_970, '1 min'],
  [200_000, '3 min 20 s'],
  [3_599_600, '1 h'],
  [5_400_000, '1 h 30 min'],
  [86_400_000, '1 d'],
  [90_000_000, '1 d 1 h'],
  [-12.5, '-12.5 ms'],
  [-200_000, '-3 min 20 s'],
])('%d ms is %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text)
})

test('what is no duration is a dash', () => {
  expect(formatMs(Number.NaN)).toBe('–')
})

test('nanoseconds are told in the unit that fits', () => {
  expect(formatNs(4_300_000)).toBe('4.3 ms')
})
