import { expect, test } from 'vitest'
import { importedText, restText, unreadText } from './imported-text.ts'

test('says what came in', () => {
  expect(importedText({ traceIds: ['a'], spans: 36, unreadable: 0 })).toBe('1 trace, 36 spans')
})

test('does not say a thousand traces where there may be more', () => {
  expect(importedText({ traceIds: ids(1000), spans: 3000, unreadable: 0 })).toMatch(
    /^at least 1\s000 traces, /u,
  )
  expect(importedText({ traceIds: ids(999), spans: 3000, unreadable: 0 })).toMatch(/^999 traces, /u)
})

test('says how much could not be read, and why', () => {
  const result = { traceIds: ['a'], spans: 36 }

  expect(unreadText({ ...result, unreadable: 0 })).toBeUndefined()
  expect(unreadText({ ...result, unreadable: 1, problem: 'it is no JSON' })).toBe(
    '1 document of the file could not be read: it is no JSON',
  )
  expect(unreadText({ ...result, unreadable: 2 })).toBe('2 documents of the file could not be read')
})

test('says how many are not named', () => {
  expect(restText(ids(20), 20)).toBeUndefined()
  expect(restText(ids(23), 20)).toBe('and 3 more')
  expect(restText(ids(1000), 20)).toBe('and many more')
})

function ids(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => String(number))
}
