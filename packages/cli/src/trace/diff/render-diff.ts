import { drawTable } from '../draw-table.ts'
import { plainCell } from '../plain-cell.ts'
import { type SlowerLink, type TraceDiff } from './diff-traces.ts'
import { SHAPE_KEYS, type ShapeKey } from './trace-shape.ts'

/** Draws what changed, a line each: `+` what was added, `-` what is gone, `~` what is slower. */
export function renderDiff({ added, gone, slower }: TraceDiff): string {
  const rows = [
    ...SHAPE_KEYS.flatMap((key) => [
      ...gone[key].map((name) => ['-', SINGULAR[key], name]),
      ...added[key].map((name) => ['+', SINGULAR[key], name]),
    ]),
    ...slower.map((link) => ['~', 'link', describe(link)]),
  ]
  return rows.length === 0 ? 'the traces do not differ' : drawTable(rows)
}

const SINGULAR: Readonly<Record<ShapeKey, string>> = {
  servers: 'server',
  silent: 'silent',
  links: 'link',
  subscribers: 'subscriber',
  streams: 'stream',
}

function describe({ from, to, beforeMs, afterMs }: SlowerLink): string {
  return plainCell(`${from} → ${to}: ${beforeMs.toFixed(2)} ms, now ${afterMs.toFixed(2)} ms`)
}
