import { expect, test } from 'vitest'
import { hasWildcard, isSubjectPattern, matchesSubject } from './matches-subject.ts'

test.each([
  ['orders.new', 'orders.new'],
  ['orders.*', 'orders.new'],
  ['orders.>', 'orders.new.eu'],
  ['*.new', 'orders.new'],
  ['>', 'orders'],
  ['orders.*.>', 'orders.new.eu'],
  ['orders.>', 'orders.*'],
  ['orders.*', 'orders.*'],
])('%s matches %s', (pattern, subject) => {
  expect(matchesSubject(pattern, subject)).toBe(true)
})

test.each([
  ['orders.new', 'orders.old'],
  ['orders.*', 'orders'],
  ['orders.*', 'orders.new.eu'],
  ['orders.>', 'orders'],
  ['orders.*', 'orders.>'],
  ['orders.new', 'orders.*'],
  ['ord*', 'orders'],
  ['orders', 'orders.new'],
])('%s does not match %s', (pattern, subject) => {
  expect(matchesSubject(pattern, subject)).toBe(false)
})

test.each(['orders', 'orders.*.new', '>', 'orders.>', '$KV.>'])('%s is a pattern', (text) => {
  expect(isSubjectPattern(text)).toBe(true)
})

test.each(['', '.', 'orders.', '.orders', 'orders..new', 'or ders', '>.orders', 'a.>.b'])(
  '"%s" is no pattern',
  (text) => {
    expect(isSubjectPattern(text)).toBe(false)
  },
)

test.each([
  ['orders.*', true],
  ['>', true],
  ['orders.new', false],
  ['ord*ers', false],
])('whether %s has a wildcard is %s', (subject, expected) => {
  expect(hasWildcard(subject)).toBe(expected)
})
