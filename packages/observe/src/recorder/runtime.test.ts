import { expect, test } from 'vitest'
import { followWallClock, systemRuntime } from './runtime.ts'

test('time is that of the wall clock', () => {
  const apart = Number(systemRuntime.now() / 1_000_000n) - Date.now()

  expect(Math.abs(apart)).toBeLessThan(1_000)
})

test('time in numbers is the same time', () => {
  const { originUnixNano, elapsedMs } = systemRuntime.numbers ?? none()
  const before = systemRuntime.now()
  const elapsed = originUnixNano + BigInt(Math.round(elapsedMs() * 1e6))
  const after = systemRuntime.now()

  expect(elapsed).toBeGreaterThanOrEqual(before)
  expect(elapsed).toBeLessThanOrEqual(after)
})

test('time goes on by the monotonic clock while the wall clock is set back', () => {
  const clocks = { originMs: 5_000, wall: 5_010, monotonic: 10 }
  const elapsedMs = follow(clocks)

  const before = elapsedMs()
  Object.assign(clocks, { wall: 1_000, monotonic: 30.5 })

  expect([before, elapsedMs()]).toEqual([10, 30.5])
})

test('time follows a wall clock that is set forward, as after sleep', () => {
  const clocks = { originMs: 5_000, wall: 5_010, monotonic: 10 }
  const elapsedMs = follow(clocks)

  elapsedMs()
  Object.assign(clocks, { wall: 65_012, monotonic: 12 })
  const afterSleep = elapsedMs()
  Object.assign(clocks, { wall: 1_000, monotonic: 14 })

  expect([afterSleep, elapsedMs()]).toEqual([60_012, 60_014])
})

test('a wall clock that is ahead by a little is not believed', () => {
  const elapsedMs = follow({ originMs: 5_000, wall: 6_009, monotonic: 10 })

  expect(elapsedMs()).toBe(10)
})

test('ids are hex digits and differ', () => {
  const traceIds = Array.from({ length: 1_000 }, () => systemRuntime.newTraceId())
  const spanIds = Array.from({ length: 1_000 }, () => systemRuntime.newSpanId())

  expect(traceIds.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([])
  expect(spanIds.filter((id) => !/^[0-9a-f]{16}$/.test(id))).toEqual([])
  expect(new Set([...traceIds, ...spanIds]).size).toBe(2_000)
})

function follow(clocks: { originMs: number; wall: number; monotonic: number }) {
  return followWallClock({
    originMs: clocks.originMs,
    wallMs: () => clocks.wall,
    monotonicMs: () => clocks.monotonic,
  })
}

function none(): never {
  throw new Error('the system runtime has no numbers')
}
