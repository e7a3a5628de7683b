import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deadlineIn } from '../src/trace-index/ask/deadline.ts'
import { listServices } from '../src/trace-index/ask/list-services.ts'
import { resolveLimits } from '../src/trace-index/index-options.ts'
import type { TimeRange } from '../src/trace-index/index-request.ts'
import { Ingest } from '../src/trace-index/ingest/ingest.ts'
import { openStore } from '../src/trace-index/store/index-store.ts'
import { span, spansOf } from './index-spans.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: (HOUR_S + 1_800) * 1_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a rate of all there is begins with the first minute that has something, not with its hour', () => {
  expect(rateOf(spansAt([1_200, 1_230, 1_799]), {})).toBe(3 / 600)
})

test('a rate of all there is ends with its last hour when that is over', () => {
  expect(rateOf(spansAt([-1_200, -1_199]), {})).toBe(2 / 1_200)
})

test('a rate of what is too old for minutes is by the hour', () => {
  const hours = -10 * 3_600
  expect(rateOf(spansAt([hours + 1_200, hours + 3_599]), {})).toBe(2 / 3_600)
})

test('a rate over old hours and the present one begins with the first hour', () => {
  expect(rateOf(spansAt([-10 * 3_600, 0]), {})).toBe(2 / (10 * 3_600 + 1_800))
})

test('a rate of a range that is open at its end goes on until now', () => {
  const fromMs = (HOUR_S + 600) * 1_000

  expect(rateOf(spansAt([700, 701]), { fromMs })).toBe(2 / 1_200)
})

test('a rate of a range that is open at its begin ends where that does', () => {
  const toMs = (HOUR_S + 1_500) * 1_000

  expect(rateOf(spansAt([1_200, 1_201]), { toMs })).toBe(2 / 300)
})

test('a rate of a first moment is by the second, not more', () => {
  expect(rateOf(spansAt([1_800]), {})).toBe(1)
})

// An hour begins with it.
const HOUR_S = 1_789_999_200

function spansAt(seconds: readonly number[]) {
  return seconds.map((second, at) =>
    span(1, at, { startTimeUnixNano: BigInt(HOUR_S + second) * 1_000_000_000n }),
  )
}

function rateOf(spans: ReturnType<typeof spansAt>, range: TimeRange): number | undefined {
  const store = openStore(resolveLimits({}))
  new Ingest(store).take([{ ...spansOf('shop', spans), touchedMs: 0 }], Date.now())
  const coverage = { firstSequence: 0, lastSequence: 0, pending: 0, isComplete: true }
  const context = { store, coverage, revision: 'a-0', deadline: deadlineIn(60_000) }
  return listServices(context, range).operations[0]?.perSecond
}
