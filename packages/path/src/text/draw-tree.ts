import { styleText } from 'node:util'
import { displayWidth, padEnd, padStart, truncate } from './display-width.ts'
import { layout, type Layout, type LayoutOptions } from './layout.ts'
import { treeRows, type TreeRow } from './tree-rows.ts'
import type { TreeLine } from './tree-line.ts'

/** How a tree is drawn. */
export interface DrawOptions extends LayoutOptions {
  readonly color: boolean
}

/** Draws lines as a tree with aligned columns; no line is wider than the terminal. */
export function drawTree(lines: readonly TreeLine[], options: DrawOptions): string {
  const rows = treeRows(lines, Math.floor(options.width / 3))
  const columns = layout(rows, options)
  const paint = options.color ? colored : plain
  const drawn = rows.map((row) => drawRow(row, columns, paint))
  if (options.titles === undefined || rows.length === 0) return drawn.join('\n')
  return [paint('dim', titleRow(options.titles, columns)), ...drawn].join('\n')
}

type Style = 'dim' | 'red' | 'bold'
type Paint = (style: Style, text: string) => string

const plain: Paint = (_style, text) => text
// The caller has decided on color: what the stream or the environment think was asked before.
const colored: Paint = (style, text) =>
  text === '' ? text : styleText(style, text, { validateStream: false })

function drawRow({ branch, line, ...row }: TreeRow, columns: Layout, paint: Paint): string {
  const room = columns.label - displayWidth(branch)
  const name = truncate(row.name, room)
  const detailAt = detailColumn(line, displayWidth(branch + name), columns)
  const detail = truncate(line.detail ?? '', columns.label - detailAt)
  const gap = detail === '' ? '' : ' '.repeat(detailAt - displayWidth(branch + name))
  const note = truncate(line.note ?? '', columns.note)
  const fill = ' '.repeat(Math.max(0, columns.label - displayWidth(branch + name + gap + detail)))
  const figures = columns.figures
    .map((width, index) => `  ${padStart(line.figures[index] ?? '', width)}`)
    .join('')
  return [
    paint('dim', branch),
    paint(line.failed === true ? 'red' : 'bold', name),
    gap,
    detail,
    fill,
    figures.trim() === '' ? figures : paint('dim', figures),
    note === '' ? '' : `  ${line.failed === true ? paint('red', note) : note}`,
  ]
    .join('')
    .trimEnd()
}

function detailColumn(line: TreeLine, nameEnd: number, columns: Layout): number {
  return line.aligned === true ? Math.max(columns.detail, nameEnd + 2) : nameEnd + 2
}

function titleRow(titles: readonly string[], columns: Layout): string {
  const cells = columns.figures.map((width, index) => `  ${padStart(titles[index] ?? '', width)}`)
  return padEnd('', columns.label) + cells.join('')
}
