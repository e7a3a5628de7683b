import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TraceSummary } from '../../api/trace-summary.ts'
import { gatherLive, type LiveNews } from './gather-live.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('events of a while are handed on together, each trace as it was told of last', () => {
  const { news, gatherer } = gather(0)
  gatherer.add({ event: 'traces', traces: [trace('a', 1), trace('b', 1)] })
  gatherer.add({ event: 'traces', traces: [trace('a', 2)] })
  gatherer.add({ event: 'coverage', coverage: COVERAGE })
  vi.advanceTimersByTime(250)

  expect(news).toEqual([
    { traces: [trace('a', 2), trace('b', 1)], left: [], coverage: COVERAGE, isSkipped: false },
  ])
})

test('of a trace that matches no more, or matches again, the last that was told counts', () => {
  const { news, gatherer } = gather(0)
  gatherer.add({ event: 'traces', traces: [trace('a', 1)] })
  gatherer.add({ event: 'left', traceIds: ['a', 'b'] })
  gatherer.add({ event: 'traces', traces: [trace('b', 1)] })
  vi.advanceTimersByTime(250)

  expect(news).toEqual([{ traces: [trace('b', 1)], left: ['a'], isSkipped: false }])
})

test('that traces were skipped is told once', () => {
  const { news, gatherer } = gather(0)
  gatherer.add({ event: 'skipped', traces: 3 })
  gatherer.add({ event: 'skipped', traces: 4 })
  vi.advanceTimersByTime(250)
  gatherer.add({ event: 'traces', traces: [] })
  vi.advanceTimersByTime(250)

  expect(news.map(({ isSkipped }) => isSkipped)).toEqual([true, false])
})

test('a page that draws slowly gets its news less often', () => {
  const { news, gatherer } = gather(500)
  gatherer.add({ event: 'traces', traces: [trace('a', 1)] })
  vi.advanceTimersByTime(1000)
  gatherer.add({ event: 'traces', traces: [trace('b', 1)] })
  vi.advanceTimersByTime(1999)

  expect(news).toHaveLength(1)

  vi.advanceTimersByTime(1)

  expect(news).toHaveLength(2)
})

test('nothing is handed on after the end', () => {
  const { news, gatherer } = gather(0)
  gatherer.add({ event: 'traces', traces: [trace('a', 1)] })
  gatherer.stop()
  vi.advanceTimersByTime(10_000)

  expect(news).toEqual([])
})

const COVERAGE = {
  stream: 'TELEMETRY',
  firstSequence: 1,
  lastSequence: 9,
  pending: 0,
  isComplete: true,
}

function gather(drawingMs: number): {
  readonly news: readonly LiveNews[]
  readonly gatherer: ReturnType<typeof gatherLive>
} {
  const news: LiveNews[] = []
  const gatherer = gatherLive(
    (told) => news.push(told),
    (callback) => setTimeout(callback, drawingMs),
  )
  return { news, gatherer }
}

function trace(traceId: string, spanCount: number): TraceSummary {
  return {
    traceId,
    startMs: 0,
    durationMs: 1,
    spanCount,
    hopCount: 0,
    errorCount: 0,
    services: [],
    serviceCount: 0,
    maxDeliveryCount: 0,
    flags: [],
  }
}
