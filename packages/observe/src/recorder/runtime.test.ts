import { afterEach, expect, test, vi } from 'vitest'
import { systemRuntime } from './runtime.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('time is that of the wall clock', () => {
  const apart = Number(systemRuntime.now() / 1_000_000n) - Date.now()

  expect(Math.abs(apart)).toBeLessThan(1_000)
})

test('time follows a wall clock that is set forward, as after sleep, and none that is set back', () => {
  const start = systemRuntime.now()
  vi.useFakeTimers({ toFake: ['Date'] })

  vi.setSystemTime(Date.now() + HOUR_MS)
  const afterSleep = systemRuntime.now()
  vi.setSystemTime(Date.now() - 2 * HOUR_MS)
  const setBack = systemRuntime.now()

  expect(Number(afterSleep - start) / 1e6).toBeGreaterThan(HOUR_MS - 1_000)
  expect(setBack).toBeGreaterThanOrEqual(afterSleep)
})

const HOUR_MS = 60 * 60 * 1000
