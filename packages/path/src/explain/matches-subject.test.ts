import { expect, test } from 'vitest'
import { matchesSubject } from './matches-subject.ts'

test.each([
  ['a.b', 'a.b'],
  ['a.*', 'a.b'],
  ['*.b', 'a.b'],
  ['a.>', 'a.b'],
  ['a.>', 'a.b.c'],
  ['>', 'a'],
])('%s stands for %s', (pattern, subject) => {
  expect(matchesSubject(pattern, subject)).toBe(true)
})

test.each([
  ['a.b', 'a.c'],
  ['a.*', 'a'],
  ['a.*', 'a.b.c'],
  ['a.>', 'a'],
  ['a', 'a.b'],
  ['a*', 'ab'],
])('%s does not stand for %s', (pattern, subject) => {
  expect(matchesSubject(pattern, subject)).toBe(false)
})
