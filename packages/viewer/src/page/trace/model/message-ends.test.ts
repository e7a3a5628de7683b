import { expect, test } from 'vitest'
import { consumersOf, publisherOf } from './message-ends.ts'
import { toTraceModel } from './trace-model.ts'
import { viewOfRows } from './view-of-rows.ts'

test('a message is consumed by those below its hops and its stream', () => {
  expect(consumersOf(ORDER, 1)).toEqual([3, 6, 7])
  expect(consumersOf(ORDER, 2)).toEqual([3, 6, 7])
  expect(consumersOf(ORDER, 5)).toEqual([6, 7])
})

test('what a consumer sends on is not consumed by who gets that', () => {
  expect(consumersOf(ORDER, 1)).not.toContain(9)
  expect(consumersOf(ORDER, 8)).toEqual([9])
})

test('work and consumers send nothing', () => {
  expect(consumersOf(ORDER, 0)).toEqual([])
  expect(consumersOf(ORDER, 7)).toEqual([])
  expect(consumersOf(ORDER, -1)).toEqual([])
})

test('a consumer and a hop know who published', () => {
  expect(publisherOf(ORDER, 7)).toBe(1)
  expect(publisherOf(ORDER, 5)).toBe(1)
  expect(publisherOf(ORDER, 9)).toBe(8)
})

test('who was called by something else than a message has no publisher', () => {
  expect(publisherOf(ORDER, 1)).toBe(-1)
  expect(publisherOf(ORDER, 4)).toBe(-1)
  expect(publisherOf(ORDER, -1)).toBe(-1)
})

/** An order: to one who is subscribed, and by a stream to one who gets it twice and then tells another. */
const ORDER = toTraceModel(
  viewOfRows([
    { name: 'POST /orders', parent: -1 },
    { role: 'producer', parent: 0 },
    { role: 'hop-client', service: 'n1', parent: 1 },
    { role: 'consumer', service: 'warehouse', parent: 2 },
    { role: 'work', service: 'warehouse', parent: 3 },
    { role: 'store', service: 'ORDERS', parent: 2 },
    { role: 'consumer', service: 'billing', parent: 5 },
    { role: 'consumer', service: 'billing', parent: 5 },
    { role: 'producer', service: 'billing', parent: 7 },
    { role: 'consumer', service: 'mailer', parent: 8 },
  ]),
)
