import { expect, test } from 'vitest'
import { filterRows, withAncestors } from './row-filter.ts'
import { toTraceModel, type TraceModel } from './trace-model.ts'
import { viewOfRows } from './view-of-rows.ts'

test.each([
  ['billing', [1]],
  ['ORDERS', [0, 2]],
  ['attempt', [2]],
  ['is:error', [2]],
  ['is:hop', [1]],
  ['is:hop-route', [1]],
  ['is:redelivered', [2]],
  ['>1ms', [0]],
  ['<1ms', [1, 2]],
  ['orders -is:error', [0]],
  ['orders is:error', [2]],
  ['0000000000000002', [1]],
  ['nothing', []],
])('finds by %s', (text, rows) => {
  const found = filterRows(order(), text)

  expect([...(found?.matches ?? [])].flatMap((match, row) => (match === 1 ? [row] : []))).toEqual(
    rows,
  )
  expect(found?.count).toBe(rows.length)
})

test('is no filter without words', () => {
  expect(filterRows(order(), '  ')).toBeUndefined()
})

test('keeps the rows above those that match', () => {
  expect([...withAncestors(order(), Uint8Array.of(0, 0, 1))]).toEqual([1, 1, 1])
})

function order(): TraceModel {
  return toTraceModel(
    viewOfRows([
      { name: 'publish orders.new', durationNs: 2e6 },
      { service: 'billing', role: 'hop-route' },
      { name: 'process orders.new', flags: ['error', 'redelivered'], detail: 'attempt 2' },
    ]),
  )
}
