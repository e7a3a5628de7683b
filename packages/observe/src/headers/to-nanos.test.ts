import { expect, test } from 'vitest'
import { toNanos } from './to-nanos.ts'

test.each([
  [7, 'ns', 7],
  [5, 'us', 5_000],
  [5, 'ms', 5_000_000],
  [90, 's', 90_000_000_000],
  [10, 'm', 600_000_000_000],
  [1, 'h', 3_600_000_000_000],
  [365, 'd', 31_536_000_000_000_000],
] as const)('is for %d %s %d', (count, unit, nanos) => {
  expect(toNanos(count, unit)).toBe(nanos)
})

test('takes fractions, to the nearest nanosecond', () => {
  expect(toNanos(1.1, 's')).toBe(1_100_000_000)
  expect(toNanos(0.6, 'ns')).toBe(1)
})

test.each([-1, NaN, Infinity, 300 * 365])('refuses %d days', (days) => {
  expect(() => toNanos(days, 'd')).toThrow(
    expect.objectContaining({ code: 'TTL_INVALID', message: expect.stringContaining(`${days} d`) }),
  )
})
