import { expect, test } from 'vitest'
import { findRowGroups } from './row-groups.ts'
import { toTraceModel } from './trace-model.ts'
import { viewOfRows, type MadeRow } from './view-of-rows.ts'
import { placeOf, visibleRows, type RowVisibility, type VisibleRows } from './visible-rows.ts'

test('shows every row in the order of the tree', () => {
  const { rows, indents } = shown([{}, {}, { parent: 0 }])

  expect([...rows]).toEqual([0, 1, 2])
  expect([...indents]).toEqual([0, 1, 1])
})

test('leaves out what is below a collapsed row', () => {
  const { rows } = shown([{}, {}, {}, { parent: 0 }], { collapsed: new Set([1]) })

  expect([...rows]).toEqual([0, 1, 3])
})

test('shows a run of hops as one row, and what is below it one level in', () => {
  const { rows, indents, counts } = shown([{}, HOP, HOP, HOP, {}], { folded: () => true })

  expect([...rows]).toEqual([0, 1, 4])
  expect([...counts]).toEqual([1, 3, 1])
  expect([...indents]).toEqual([0, 1, 2])
})

test('ends a run of hops where the message goes two ways', () => {
  const forked = [{}, HOP, HOP, { ...HOP, parent: 2 }, { ...HOP, parent: 2 }]
  const { rows, counts } = shown(forked, { folded: () => true })

  expect([...rows]).toEqual([0, 1, 3, 4])
  expect([...counts]).toEqual([1, 2, 1, 1])
})

test('shows siblings that are alike as one row', () => {
  const select = { parent: 0, name: 'SELECT orders' }
  const { rows, counts } = shown([{}, select, select, select, select, { parent: 0 }], {
    folded: () => true,
  })

  expect([...rows]).toEqual([0, 1, 5])
  expect([...counts]).toEqual([1, 4, 1])
})

test('does not take one that failed for one of its siblings', () => {
  const select = { parent: 0, name: 'SELECT orders' }
  const { counts } = shown([{}, select, select, { ...select, flags: ['error'] }, select], {
    folded: () => true,
  })

  expect([...counts]).toEqual([1, 1, 1, 1, 1])
})

test('shows a subtree alone, from the left', () => {
  const { rows, indents } = shown([{}, {}, {}, { parent: 0 }], { focus: 1 })

  expect([...rows]).toEqual([1, 2])
  expect([...indents]).toEqual([0, 1])
})

test('shows the rows that are kept, where they are in the tree', () => {
  const { rows, indents } = shown([{}, {}, {}], { kept: Uint8Array.of(1, 0, 1) })

  expect([...rows]).toEqual([0, 2])
  expect([...indents]).toEqual([0, 2])
})

test('finds the place of a row, or of the one that hides it', () => {
  const visible = shown([{}, {}, {}, { parent: 0 }], { collapsed: new Set([1]) })

  expect(placeOf(visible, 3)).toBe(2)
  expect(placeOf(visible, 2)).toBe(1)
})

const HOP: MadeRow = { role: 'hop-route', service: 'n1' }

function shown(rows: readonly MadeRow[], visibility: Partial<RowVisibility> = {}): VisibleRows {
  const model = toTraceModel(viewOfRows(rows))
  const all = { collapsed: new Set<number>(), folded: () => false, focus: -1 }
  return visibleRows(model, findRowGroups(model), { ...all, ...visibility })
}
