import { expect, test } from 'vitest'
import { outageAfter, type Failure, type Outage } from './outage.ts'

test('an outage begins with the first failure, and is over later than that', () => {
  expect(after(1)).toEqual({
    reason: 'away',
    sinceMs: 0,
    attempts: 1,
    nextAttemptMs: 1_000,
    isAbsent: false,
    isDoubtful: false,
  })
})

test.each([
  [2, 2_000],
  [3, 4_000],
  [6, 32_000],
  [7, 60_000],
  [2_000, 60_000],
])('after %i failures the wait is %i ms', (failures, waitMs) => {
  expect(after(failures).nextAttemptMs).toBe(waitMs)
})

test('the wait is up to a fifth shorter or longer, so that not all come back at once', () => {
  expect(after(1, { random: 0 }).nextAttemptMs).toBeCloseTo(800)
  expect(after(1, { random: 1 }).nextAttemptMs).toBeCloseTo(1_200)
})

test('a backend is left alone for as long as it asks, and not asked sooner than otherwise', () => {
  expect(after(1, { retryAfterMs: 90_000 }).nextAttemptMs).toBe(90_000)
  expect(after(1, { retryAfterMs: 10 }).nextAttemptMs).toBe(1_000)
})

test('a backend that asks for a year is asked again after an hour', () => {
  expect(after(1, { retryAfterMs: 365 * 24 * 3_600_000 }).nextAttemptMs).toBe(3_600_000)
})

test('an outage keeps the time at which it began, and tells the last reason', () => {
  const first = outageAfter(undefined, { reason: 'reset' }, BACKOFF, { nowMs: 5, random: 0.5 })
  const second = outageAfter(first, { reason: '503' }, BACKOFF, { nowMs: 1_005, random: 0.5 })

  expect(second).toMatchObject({ reason: '503', sinceMs: 5, attempts: 2, nextAttemptMs: 3_005 })
})

const BACKOFF = { first: 1_000, longest: 60_000 }

function after(
  failures: number,
  { random = 0.5, ...failure }: Partial<Failure> & { readonly random?: number } = {},
): Outage {
  const failed = { reason: 'away', ...failure }
  const outage = outageAfter(undefined, failed, BACKOFF, { nowMs: 0, random })
  return failures === 1
    ? outage
    : outageAfter({ ...outage, attempts: failures - 1 }, failed, BACKOFF, { nowMs: 0, random })
}
