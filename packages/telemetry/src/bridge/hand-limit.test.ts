import { expect, test } from 'vitest'
import { HandLimit } from './hand-limit.ts'

test('there is a single record at first, and a batch when it has come', () => {
  const limit = limitOf(10)
  const before = limit.records
  limit.came({ deliveries: 1 })

  expect([before, limit.records]).toEqual([1, 100])
})

test('there are as many more as were settled, up to the most', () => {
  const limit = limitOf(10)
  limit.came({ deliveries: 1 })
  for (let settled = 0; settled < 50; settled++) limit.settled()
  const growing = [limit.records, limit.isGrowing]
  for (let settled = 0; settled < 5_000; settled++) limit.settled()

  expect(growing).toEqual([150, true])
  expect([limit.records, limit.isGrowing]).toEqual([2_000, false])
})

test('one that was delivered often makes it one at a time, until another comes', () => {
  const limit = limitOf(10)
  limit.came({ deliveries: 4 })
  for (let settled = 0; settled < 5_000; settled++) limit.settled()

  expect(limit.came({ deliveries: 5 })).toBe(true)
  expect(limit.records).toBe(1)
  expect(limit.came({ deliveries: 1 })).toBe(false)
  expect(limit.records).toBe(100)
})

test.each([
  [1, 2],
  [2, 2],
  [3, 2],
  [6, 3],
  [10, 5],
])('of %i deliveries that there may be, %i are many', (maxDeliveries, many) => {
  const limit = limitOf(maxDeliveries)

  expect(limit.came({ deliveries: many - 1 })).toBe(false)
  expect(limit.came({ deliveries: many })).toBe(true)
})

function limitOf(maxDeliveries: number): HandLimit {
  return new HandLimit({ batchSize: 100, most: 2_000, maxDeliveries })
}
