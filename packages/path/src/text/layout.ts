import { displayWidth } from './display-width.ts'
import type { TreeRow } from './tree-rows.ts'

/** The columns of a drawn tree, each by its width. */
export interface Layout {
  /** Branch, name and detail. */
  readonly label: number
  /** Where aligned details begin. */
  readonly detail: number
  readonly figures: readonly number[]
  readonly note: number
}

/** What a layout has to fit. */
export interface LayoutOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Titles over the columns of figures. */
  readonly titles?: readonly string[]
}

/** Shares the width of a terminal out: figures get what they need, labels and notes the rest. */
export function layout(rows: readonly TreeRow[], { width, titles = [] }: LayoutOptions): Layout {
  const count = rows.reduce((most, { line }) => Math.max(most, line.figures.length), 0)
  const figures = Array.from({ length: count }, (_, index) =>
    widest(rows, ({ line }) => line.figures[index] ?? '', displayWidth(titles[index] ?? '')),
  )
  const detail = detailColumn(rows, Math.floor(width / 2))
  const wanted = rows.reduce((most, row) => Math.max(most, labelWidth(row, detail)), 0)
  const notes = widest(rows, ({ line }) => line.note ?? '', 0)

  const room = Math.max(MIN_LABEL, width - figures.reduce((sum, figure) => sum + figure + GAP, 0))
  if (notes === 0) return { label: Math.min(wanted, room), detail, figures, note: 0 }
  const label = Math.min(wanted, Math.max(Math.floor(room * 0.75), room - notes - GAP))
  return { label, detail, figures, note: Math.max(0, room - label - GAP) }
}

const GAP = 2
const MIN_LABEL = 12

function widest(rows: readonly TreeRow[], text: (row: TreeRow) => string, atLeast: number): number {
  return rows.reduce((most, row) => Math.max(most, displayWidth(text(row))), atLeast)
}

// One very long name must not push all details away.
function detailColumn(rows: readonly TreeRow[], limit: number): number {
  let column = 0
  for (const { branch, name, line } of rows) {
    if (line.aligned !== true) continue
    const end = displayWidth(branch + name) + GAP
    if (end <= limit) column = Math.max(column, end)
  }
  return column
}

function labelWidth({ branch, name, line }: TreeRow, detailAt: number): number {
  const end = displayWidth(branch + name)
  if (line.detail === undefined || line.detail === '') return end
  const begin = line.aligned === true ? Math.max(detailAt, end + GAP) : end + GAP
  return begin + displayWidth(line.detail)
}
