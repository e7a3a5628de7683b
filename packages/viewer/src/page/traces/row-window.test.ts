import { expect, test } from 'vitest'
import { rowWindow, type RowSight } from './row-window.ts'

test('a short list is in the page as a whole', () => {
  expect(rowWindow(sight({ count: 100 }))).toEqual({ first: 0, end: 100, beforePx: 0, afterPx: 0 })
})

test('of a long list the rows that are seen are in the page, and some on both sides', () => {
  expect(rowWindow(sight({ topPx: 26 * 500 }))).toEqual({
    first: 480,
    end: 550,
    beforePx: 480 * 26,
    afterPx: 1450 * 26,
  })
})

test('the room that the list takes is always the same', () => {
  const heights = [0, 333, 26 * 777, 26 * 1999, 26 * 5000].map((topPx) => {
    const { first, end, beforePx, afterPx } = rowWindow(sight({ topPx }))
    return beforePx + (end - first) * 26 + afterPx
  })

  expect(new Set(heights)).toEqual(new Set([2000 * 26]))
})

test('scrolling by a row does not move the window', () => {
  const before = rowWindow(sight({ topPx: 26 * 501 }))

  expect(rowWindow(sight({ topPx: 26 * 502 }))).toEqual(before)
})

test('a list that became shorter than where it was scrolled to shows its end', () => {
  const { first, end } = rowWindow(sight({ count: 150, topPx: 26 * 900 }))

  expect([first, end]).toEqual([149, 150])
})

function sight(more: Partial<RowSight>): RowSight {
  return { count: 2000, rowHeight: 26, topPx: 0, heightPx: 26 * 26, ...more }
}
