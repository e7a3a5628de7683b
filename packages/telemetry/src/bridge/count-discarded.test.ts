import { expect, test } from 'vitest'
import { arrivalsFrom, countDiscarded, type LagSnapshot } from './count-discarded.ts'

test('nothing was discarded while the stream still has what comes next', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 4, pending: 6 })
  const now = snapshot({ first: 5, last: 20, delivered: 4, pending: 16 })

  expect(arrivalsFrom(before, now)).toBeUndefined()
})

test('what was pending and is gone was discarded', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 4, pending: 6 })
  const now = snapshot({ first: 8, last: 12, delivered: 4, pending: 5 })

  expect(arrivalsFrom(before, now)).toBe(11)
  expect(countDiscarded(before, now, 2)).toBe(3)
})

test('what was delivered meanwhile was not discarded', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 4, pending: 6, firstDeliveries: 4 })
  const now = snapshot({ first: 8, last: 10, delivered: 8, pending: 2, firstDeliveries: 5 })

  expect(countDiscarded(before, now, 0)).toBe(3)
})

test('records of other signals that were discarded are none of this one', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 1, pending: 0 })
  const now = snapshot({ first: 9, last: 12, delivered: 1, pending: 0 })

  expect(countDiscarded(before, now, 0)).toBe(0)
})

test('what came and went between two looks counts as what came after it', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 10, pending: 0 })
  const now = snapshot({ first: 91, last: 100, delivered: 10, pending: 5 })

  expect(arrivalsFrom(before, now)).toBe(91)
  expect(countDiscarded(before, now, 5)).toBe(40)
})

test('of a stream that is empty now, what was pending is counted and nothing is guessed', () => {
  const before = snapshot({ first: 1, last: 10, delivered: 8, pending: 2 })
  const now = snapshot({ first: 16, last: 15, delivered: 8, pending: 0 })

  expect(countDiscarded(before, now, 0)).toBe(2)
})

function snapshot(given: Partial<LagSnapshot>): LagSnapshot {
  return { first: 1, last: 0, delivered: 0, pending: 0, firstDeliveries: 0, ...given }
}
