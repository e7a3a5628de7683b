import { expect, test } from 'vitest'
import { formatAge, formatDateTime, formatMoment, formatTime, unixNanoToMs } from './time.ts'

const MOMENT_MS = new Date(2026, 10, 21, 9, 5, 7, 42).getTime()

test('a time of day has milliseconds', () => {
  expect(formatTime(MOMENT_MS)).toBe('09:05:07.042')
})

test('a moment of today has no date, one of another day has', () => {
  expect(formatMoment(MOMENT_MS, MOMENT_MS + 1000)).toBe('09:05:07.042')
  expect(formatMoment(MOMENT_MS, MOMENT_MS + 86_400_000)).toBe('2026-11-21 09:05:07.042')
  expect(formatDateTime(MOMENT_MS)).toBe('2026-11-21 09:05:07.042')
})

test.each([
  [200, 'now'],
  [12_000, '12 s ago'],
  [200_000, '3 min ago'],
  [18_000_000, '5 h ago'],
  [172_800_000, '2 d ago'],
])('%d ms before now is %s', (ms, text) => {
  expect(formatAge(MOMENT_MS - ms, MOMENT_MS)).toBe(text)
})

test('nanoseconds beyond what a double holds keep their microseconds', () => {
  expect(unixNanoToMs('1795276154059123456')).toBeCloseTo(1_795_276_154_059.1235, 3)
})

test('a text that is no number of nanoseconds is the epoch', () => {
  expect(unixNanoToMs('-1x')).toBe(0)
})
