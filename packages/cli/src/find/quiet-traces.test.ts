import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { QuietTraces } from './quiet-traces.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('a trace is given when nothing has come of it for a while', async () => {
  using traces = new QuietTraces(1000)
  const { given } = follow(traces)

  traces.touch(['a'])
  await vi.advanceTimersByTimeAsync(999)
  expect(given).toEqual([])

  await vi.advanceTimersByTimeAsync(2)
  expect(given).toEqual([['a']])
})

test('what comes of a trace puts it off', async () => {
  using traces = new QuietTraces(1000)
  const { given } = follow(traces)

  traces.touch(['a', 'b'])
  await vi.advanceTimersByTimeAsync(600)
  traces.touch(['a'])
  await vi.advanceTimersByTimeAsync(600)
  expect(given).toEqual([['b']])

  await vi.advanceTimersByTimeAsync(600)
  expect(given).toEqual([['b'], ['a']])
})

test('a trace of which something comes later is given again', async () => {
  using traces = new QuietTraces(10)
  const { given } = follow(traces)

  traces.touch(['a'])
  await vi.advanceTimersByTimeAsync(100)
  traces.touch(['a'])
  await vi.advanceTimersByTimeAsync(100)

  expect(given).toEqual([['a'], ['a']])
})

test('following ends when it is closed', async () => {
  const traces = new QuietTraces(1000)
  const { done } = follow(traces)

  traces.touch(['a'])
  traces[Symbol.dispose]()

  await expect(done).resolves.toBeUndefined()
})

function follow(traces: QuietTraces) {
  const given: (readonly string[])[] = []
  const done = (async () => {
    for await (const traceIds of traces) given.push(traceIds)
  })()
  return { given, done }
}
