import { expect, test } from 'vitest'
import type { TraceSummary } from '../../api/trace-summary.ts'
import {
  appendTraces,
  isTooLong,
  MAX_WAITING,
  mergeTraces,
  showWaiting,
  type TraceChanges,
} from './merge-traces.ts'

test('a new trace goes to its place by time', () => {
  const list = { shown: [trace('c', 30), trace('a', 10)], waiting: [] }

  expect(ids(mergeTraces(list, came(trace('b', 20), trace('d', 40)), false).shown)).toEqual([
    'd',
    'c',
    'b',
    'a',
  ])
})

test('while the reader reads, new traces wait and nothing moves', () => {
  const list = mergeTraces(
    { shown: [trace('a', 10)], waiting: [trace('b', 20)] },
    came(trace('c', 30)),
    true,
  )

  expect(ids(list.shown)).toEqual(['a'])
  expect(ids(list.waiting)).toEqual(['c', 'b'])
})

test('a trace that is shown is brought up to date where it stands, also while the reader reads', () => {
  const list = mergeTraces(
    { shown: [trace('b', 20), trace('a', 10)], waiting: [] },
    came(trace('a', 10, 9)),
    true,
  )

  expect(list.shown.map(({ spanCount }) => spanCount)).toEqual([1, 9])
  expect(list.waiting).toEqual([])
})

test('a trace that waits is brought up to date and waits once', () => {
  const list = mergeTraces({ shown: [], waiting: [trace('a', 10)] }, came(trace('a', 10, 9)), true)

  expect(list.waiting.map(({ spanCount }) => spanCount)).toEqual([9])
})

test('a trace that matches no more is neither shown nor waited for', () => {
  const list = mergeTraces(
    { shown: [trace('c', 30), trace('a', 10)], waiting: [trace('d', 40), trace('b', 20)] },
    { traces: [], left: ['a', 'b', 'never seen'] },
    true,
  )

  expect(ids(list.shown)).toEqual(['c'])
  expect(ids(list.waiting)).toEqual(['d'])
})

test('a trace that is on the next page again, since it begins earlier now, is shown once', () => {
  const list = { shown: [trace('b', 20)], waiting: [trace('c', 30)] }

  expect(ids(appendTraces(list, [trace('b', 15), trace('c', 14), trace('a', 10)]).shown)).toEqual([
    'b',
    'a',
  ])
})

test('what waited is shown when the next comes and the reader reads no more', () => {
  const list = mergeTraces(
    { shown: [trace('a', 10)], waiting: [trace('b', 20)] },
    came(trace('c', 30)),
    false,
  )

  expect(ids(list.shown)).toEqual(['c', 'b', 'a'])
  expect(list.waiting).toEqual([])
})

test('what waited is shown when it is asked for', () => {
  expect(ids(showWaiting({ shown: [trace('a', 10)], waiting: [trace('b', 20)] }).shown)).toEqual([
    'b',
    'a',
  ])
})

test('of very many that wait the newest are kept', () => {
  const waiting = Array.from({ length: MAX_WAITING }, (_, at) => trace(`t${at}`, MAX_WAITING - at))
  const list = mergeTraces({ shown: [], waiting }, came(trace('new', MAX_WAITING + 1)), true)

  expect(list.waiting).toHaveLength(MAX_WAITING)
  expect(list.waiting[0]?.traceId).toBe('new')
})

test('a list that is followed for long becomes too long', () => {
  const many = Array.from({ length: 1900 }, (_, at) => trace(`t${at}`, at))

  expect(isTooLong({ shown: many, waiting: many.slice(0, 100) })).toBe(false)
  expect(isTooLong({ shown: many, waiting: many.slice(0, 101) })).toBe(true)
})

function came(...traces: readonly TraceSummary[]): TraceChanges {
  return { traces, left: [] }
}

function trace(traceId: string, startMs: number, spanCount = 1): TraceSummary {
  return {
    traceId,
    startMs,
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

function ids(traces: readonly TraceSummary[]): readonly string[] {
  return traces.map(({ traceId }) => traceId)
}
