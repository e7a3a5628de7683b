import { expect, test } from 'vitest'
import { counted, formatCount } from './format-count.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [12_345, '12 345'],
  [1_234_567, '1 234 567'],
])('%d is %s', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

test('a noun goes with its count', () => {
  expect([counted(1, 'letter'), counted(2000, 'letter')]).toEqual(['1 letter', '2 000 letters'])
})
