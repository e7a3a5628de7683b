import { expect, test } from 'vitest'
import { formatCount, formatCounted, formatExact, formatRate, formatShare } from './count.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1k'],
  [1250, '1.3k'],
  [34_210, '34k'],
  [999_499, '999k'],
  [999_500, '1M'],
  [1_234_567, '1.2M'],
  [2_500_000_000, '2.5G'],
])('%d is %s where room is short', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

test('an exact count has thin gaps', () => {
  expect(formatExact(1_234_567)).toBe('1\u202f234\u202f567')
})

test('one span is no spans', () => {
  expect([
    formatCounted(1, 'span'),
    formatCounted(2, 'span'),
    formatCounted(2, 'match', 'matches'),
  ]).toEqual(['1 span', '2 spans', '2 matches'])
})

test.each([
  [0, '0/s'],
  [0.004, '<0.01/s'],
  [0.25, '0.25/s'],
  [12.4, '12/s'],
  [1200, '1.2k/s'],
])('%d a second is %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})

test.each([
  [0, '0 %'],
  [0.0004, '<0.1 %'],
  [0.0421, '4.2 %'],
  [0.05, '5 %'],
  [0.614, '61 %'],
  [1, '100 %'],
])('a share of %d is %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})
