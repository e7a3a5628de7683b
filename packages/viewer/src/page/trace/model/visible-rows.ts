import type { RowGroups } from './row-groups.ts'
import { at, type TraceModel } from './trace-model.ts'

/** Which rows are to be shown. */
export interface RowVisibility {
  /** Rows whose children are hidden. */
  readonly collapsed: ReadonlySet<number>
  /** First rows of groups that are shown as one row. */
  readonly folded: (head: number) => boolean
  /** Only this row and those below it; -1 for all. */
  readonly focus: number
  /** By row: 1 for rows that are shown; absent for all. */
  readonly kept?: Uint8Array
}

/** Rows on the screen, from top to bottom. */
export interface VisibleRows {
  readonly rows: Int32Array
  /** How far each is set in, from 0. */
  readonly indents: Int32Array
  /** By place: how many rows it stands for, 1 or a whole group. */
  readonly counts: Int32Array
}

/** Lays out what is visible, in one pass over the rows that are. */
export function visibleRows(
  { size, parents, depths, ends }: TraceModel,
  { heads, sizes, lasts }: RowGroups,
  { collapsed, folded, focus, kept }: RowVisibility,
): VisibleRows {
  const from = Math.max(0, focus)
  const to = focus < 0 ? size : at(ends, focus)
  const rows = new Int32Array(to - from)
  const indents = new Int32Array(to - from)
  const counts = new Int32Array(to - from)
  // A folded run of hops takes one level, so that what is below it moves to the left by the others.
  const levels = new Int32Array(to - from)
  let length = 0
  for (let row = from; row < to;) {
    const parent = at(parents, row)
    const level =
      row === from || parent < from
        ? at(depths, row) - at(depths, from)
        : at(levels, parent - from) + 1
    levels[row - from] = level
    const isHead = heads[row] === row
    const count = isHead && folded(row) ? at(sizes, row) : 1
    if (kept === undefined || isAnyKept(kept, row, count)) {
      rows[length] = row
      indents[length] = level
      counts[length] = count
      length++
    }
    if (count > 1) levels.fill(level, row - from, at(lasts, row) + 1 - from)
    row = collapsed.has(row) ? at(ends, row) : row + count
  }
  return {
    rows: rows.subarray(0, length),
    indents: indents.subarray(0, length),
    counts: counts.subarray(0, length),
  }
}

function isAnyKept(kept: Uint8Array, row: number, count: number): boolean {
  for (let each = row; each < row + count; each++) if (kept[each] === 1) return true
  return false
}

/** The place of a row on the screen, or of what hides it; -1 when there is none. */
export function placeOf({ rows }: VisibleRows, row: number): number {
  let low = 0
  let high = rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (at(rows, middle) <= row) low = middle + 1
    else high = middle - 1
  }
  return high
}
