import { expect, test } from 'vitest'
import { parseDuration } from './parse-duration.ts'

test.each([
  ['5s', 5000],
  ['500ms', 500],
  ['1m', 60_000],
  ['1h15m30.5s', 4_530_500],
  ['.5s', 500],
  ['1.s', 1000],
  ['100us', 0.1],
  ['100µs', 0.1],
  ['100μs', 0.1],
  ['1000ns', 0.001],
  ['0', 0],
  ['+2s', 2000],
  ['-2s', -2000],
])('%s is %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBeCloseTo(ms, 9)
})

test.each(['', '5', 's', '5 s', '5x', '1s5', '-', '--5s', '.s', '5S', '1s\n'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)
