import { expect, test } from 'vitest'
import type { HeldRecord } from './held-record.ts'
import { Suspects } from './suspects.ts'

test.each([
  ['first', 6, [1, 2, 3]],
  ['last', 5, [3, 2, 1]],
])('the %s of the stream is handled first at delivery %i', (_, deliveries, order) => {
  const suspects = new Suspects()
  for (const sequence of [2, 3, 1]) suspects.add(record(sequence, deliveries))

  expect([1, 2, 3].map(() => suspects.take()?.sequence)).toEqual(order)
  expect(suspects.take()).toBeUndefined()
})

function record(sequence: number, deliveries: number): HeldRecord {
  const message = { data: new Uint8Array(10) } as HeldRecord['message']
  return { sequence, deliveries, storedAtMs: 0, ackSubject: '', message }
}
