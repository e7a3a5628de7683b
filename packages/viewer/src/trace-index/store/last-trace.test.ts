import { expect, test } from 'vitest'
import { work } from '../../../test/build-span.ts'
import { LastTrace } from './last-trace.ts'

test('a trace is remembered until another is looked at', () => {
  const last = new LastTrace()
  last.keep(1, [work('a')])
  expect(last.spansOf(1)).toEqual([work('a')])

  last.keep(2, [])

  expect(last.spansOf(1)).toBeUndefined()
  expect(last.spansOf(2)).toEqual([])
})

test('a trace is forgotten with the first change of it, and no other', () => {
  const last = new LastTrace()
  last.keep(1, [work('a')])

  last.forget(2)
  expect(last.spansOf(1)).toHaveLength(1)
  last.forget(1)

  expect(last.spansOf(1)).toBeUndefined()
})

test('a trace of more than 100 000 spans is not kept in memory, nor is the one before', () => {
  const last = new LastTrace()
  last.keep(1, Array(100_000).fill(work('a')))
  expect(last.spansOf(1)).toHaveLength(100_000)

  last.keep(2, Array(100_001).fill(work('a')))

  expect(last.spansOf(1)).toBeUndefined()
  expect(last.spansOf(2)).toBeUndefined()
})

test('a trace that nobody looks at for a while is forgotten', () => {
  const last = new LastTrace()
  last.keep(1, [work('a')])
  const wait = (): void => Array.from({ length: 59 }).forEach(() => last.growOlder())

  wait()
  expect(last.spansOf(1)).toHaveLength(1)
  wait()
  expect(last.spansOf(1)).toHaveLength(1)
  wait()
  last.growOlder()

  expect(last.spansOf(1)).toBeUndefined()
})
