import { expect, test } from 'vitest'
import { subjectMatches } from './subject-matches.ts'

test.each([
  ['orders.new', 'orders.new', true],
  ['orders.new', 'orders.old', false],
  ['orders.*', 'orders.new', true],
  ['orders.*', 'orders', false],
  ['orders.*', 'orders.new.eu', false],
  ['*.new', 'orders.new', true],
  ['orders.>', 'orders.new', true],
  ['orders.>', 'orders.new.eu', true],
  ['orders.>', 'orders', false],
  ['>', 'orders', true],
  ['orders.*.eu', 'orders.new.eu', true],
  ['orders.*.eu', 'orders.new.us', false],
  ['orders.n*', 'orders.new', false],
])('%s and %s: %s', (pattern, subject, matches) => {
  expect(subjectMatches(pattern, subject)).toBe(matches)
})
