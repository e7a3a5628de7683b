import { expect, test } from 'vitest'
import { exportRate, type ExportedSoFar } from './export-rate.ts'

test('a rate is what was exported in between, a second', () => {
  const before = soFar({ atMs: 1_000, records: 10, items: 30 })
  const now = soFar({ atMs: 3_000, records: 50, items: 130 })

  expect(exportRate(before, now)).toEqual({ recordsPerS: 20, itemsPerS: 50 })
})

test('nothing that was exported is a rate of none', () => {
  const rate = exportRate(soFar({ records: 5 }), soFar({ atMs: 10, records: 5 }))

  expect(rate).toEqual({ recordsPerS: 0, itemsPerS: 0 })
})

test('items have no rate while there are records whose items nobody counts', () => {
  const before = soFar({ uncounted: 2 })

  expect(exportRate(before, soFar({ atMs: 1_000, records: 3, uncounted: 3 }))).toEqual({
    recordsPerS: 3,
    itemsPerS: undefined,
  })
  expect(exportRate(before, soFar({ atMs: 1_000, items: 7, uncounted: 2 }))?.itemsPerS).toBe(7)
})

test('without time there is no rate', () => {
  expect(exportRate(soFar({}), soFar({ records: 1 }))).toBeUndefined()
})

function soFar(given: Partial<ExportedSoFar>): ExportedSoFar {
  return { atMs: 0, records: 0, items: 0, uncounted: 0, ...given }
}
