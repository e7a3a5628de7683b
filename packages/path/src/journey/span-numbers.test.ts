import { expect, test } from 'vitest'
import { spanNumbers } from './span-numbers.ts'

test('numbers spans in the order in which they are first asked for', () => {
  const numbers = spanNumbers()

  expect([numbers.numberOf('a', '1'), numbers.numberOf('a', '2')]).toEqual([0, 1])
  expect([numbers.numberOf('a', '2'), numbers.numberOf('a', '1')]).toEqual([1, 0])
})

test('tells spans of two traces apart that have one id', () => {
  const numbers = spanNumbers()
  const first = numbers.numberOf('a', '1')

  expect(numbers.numberOf('b', '1')).toBe(1)
  expect(numbers.numberOf('a', '1')).toBe(first)
})
