import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { longest } from './time-shares.ts'

test('keeps the longest in their order', () => {
  expect(longest([3, 9, 1, 7], 2, (value) => value)).toEqual([9, 7])
})

test('of those that are as long as each other it keeps the first', () => {
  const values = [
    { name: 'a', length: 1 },
    { name: 'b', length: 2 },
    { name: 'c', length: 1 },
  ]
  const kept = longest(values, 2, ({ length }) => length)

  expect(kept.map(({ name }) => name)).toEqual(['a', 'b'])
})

test('keeps as many as there may be, of any lengths', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 9 }), (values, max) => {
      const kept = longest(values, max, (value) => value)
      const sorted = values.toSorted((a, b) => b - a).slice(0, max)

      expect(kept.toSorted((a, b) => b - a)).toEqual(sorted)
    }),
  )
})
