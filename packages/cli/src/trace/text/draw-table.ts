import { displayWidth, padEnd, padStart, truncate } from '@hopscope/path/text'

/** How a table is drawn. */
export interface DrawTableOptions {
  /** Columns that are aligned by their end, counted from 0. @default none */
  readonly right?: readonly number[]
  /** Columns of the terminal; no line is longer. @default as long as need be */
  readonly width?: number
}

/** Draws rows as columns; in a terminal that is too narrow the widest cells are cut. */
export function drawTable(
  rows: readonly (readonly string[])[],
  { right = [], width = Number.MAX_SAFE_INTEGER }: DrawTableOptions = {},
): string {
  const widths = fit(columnWidths(rows), width)
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const cell = truncate(text, widths[column] ?? 0)
          const pad = right.includes(column) ? padStart : padEnd
          return pad(cell, widths[column] ?? 0)
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
    .map((line) => truncate(line, width))
    .join('\n')
}

const GAP = 2
// Less would not tell one name from another; then lines are cut.
const MIN_WIDTH = 6

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  return (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[column] ?? '')), 0),
  )
}

// What is too wide is taken off the widest column until it is as narrow as the next, and so on.
function fit(wanted: readonly number[], width: number): readonly number[] {
  const room = width - GAP * (wanted.length - 1)
  let limit = Math.max(MIN_WIDTH, ...wanted)
  while (limit > MIN_WIDTH && sum(wanted, limit) > room) limit--
  return wanted.map((each) => Math.min(each, limit))
}

function sum(widths: readonly number[], limit: number): number {
  return widths.reduce((total, each) => total + Math.min(each, limit), 0)
}
