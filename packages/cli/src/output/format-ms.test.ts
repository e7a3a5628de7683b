import { expect, test } from 'vitest'
import { formatMs } from './format-ms.ts'

test.each([
  [0, '0 ms'],
  [350.4, '350 ms'],
  [999.6, '1 s'],
  [1240, '1.2 s'],
  [42_000, '42 s'],
  [59_600, '1 min'],
  [180_000, '3 min'],
  [3_600_000, '1 h'],
  [22_320_000, '6 h 12 min'],
  [86_399_999, '1 d'],
  [601_200_000, '6 d 23 h'],
])('%d ms are %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text)
})
