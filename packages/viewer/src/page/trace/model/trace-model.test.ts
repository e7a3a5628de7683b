import { expect, test } from 'vitest'
import { pathTo, rowOfSpan, spanIdOf, toTraceModel } from './trace-model.ts'
import { viewOfRows } from './view-of-rows.ts'

test('knows how deep each row is, and where what is below it ends', () => {
  const model = toTraceModel(viewOfRows([{}, {}, {}, { parent: 0 }, { parent: -1 }]))

  expect([...model.depths]).toEqual([0, 1, 2, 1, 0])
  expect([...model.ends]).toEqual([4, 3, 3, 4, 5])
})

test('counts siblings, and which of them each row is', () => {
  const model = toTraceModel(viewOfRows([{}, { parent: 0 }, { parent: 0 }, { parent: -1 }]))

  expect([...model.positions]).toEqual([1, 1, 2, 2])
  expect([...model.childCounts]).toEqual([2, 0, 0, 0])
  expect(model.rootCount).toBe(2)
})

test('finds a row by its span id only where an id begins', () => {
  const model = toTraceModel(viewOfRows([{}, {}, {}]))

  expect(rowOfSpan(model, '0000000000000002')).toBe(1)
  expect(rowOfSpan(model, '0000000000000010')).toBe(-1)
  expect(rowOfSpan(model, undefined)).toBe(-1)
})

test('has no span id for a span that is missing', () => {
  const model = toTraceModel(viewOfRows([{ role: 'missing' }, {}]))

  expect(spanIdOf(model, 0)).toBeUndefined()
  expect(spanIdOf(model, 1)).toBe('0000000000000002')
  expect(rowOfSpan(model, '0'.repeat(16))).toBe(-1)
})

test('tells the rows from the root down to one', () => {
  const model = toTraceModel(viewOfRows([{}, {}, { parent: 0 }, { parent: 2 }]))

  expect(pathTo(model, 3)).toEqual([0, 2, 3])
  expect(pathTo(model, -1)).toEqual([])
})

test('marks the rows of the critical path, and ignores a row that there is not', () => {
  const criticalPath = [
    { row: 1, startNs: 0, endNs: 10 },
    { row: 9, startNs: 10, endNs: 20 },
  ]
  const model = toTraceModel(viewOfRows([{}, {}], { criticalPath }))

  expect([...model.critical]).toEqual([0, 1])
})
