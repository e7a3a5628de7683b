import { expect, test } from 'vitest'
import { formatDuration, formatLatency } from './format-duration.ts'

test.each([
  [0n, '0 ms'],
  [400n, '0.4 µs'],
  [43_210n, '43 µs'],
  [99_499n, '99 µs'],
  [99_500n, '0.1 ms'],
  [340_000n, '0.3 ms'],
  [1_000_000n, '1 ms'],
  [9_940_000n, '9.9 ms'],
  [9_950_000n, '10 ms'],
  [412_345_678n, '412 ms'],
  [999_499_999n, '999 ms'],
  [999_500_000n, '1 s'],
  [1_230_000_000n, '1.2 s'],
  [59_900_000_000n, '60 s'],
  [90_000_000_000n, '2 min'],
  [5_400_000_000_000n, '1.5 h'],
  [259_200_000_000_000n, '3 d'],
  [-2_100_000n, '-2.1 ms'],
])('writes %s ns as %s', (nanos, text) => {
  expect(formatDuration(nanos)).toBe(text)
})

test('gives the time on the way a sign', () => {
  expect([340_000n, 0n, -340_000n].map((nanos) => formatLatency(nanos))).toEqual([
    '+0.3 ms',
    '+0 ms',
    '-0.3 ms',
  ])
})
