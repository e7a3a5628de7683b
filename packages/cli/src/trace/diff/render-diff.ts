import { plainText } from '@hopscope/path/text'
import { drawTable } from '../text/draw-table.ts'
import { formatLatency } from '../link/format-latency.ts'
import type { SlowerLink, TraceDiff } from './diff-traces.ts'
import { SHAPE_KEYS, type ShapeKey } from './trace-shape.ts'

/**
 * Draws what changed, a line of at most `width` columns each: `+` what was added, `-` what is gone,
 * `~` what is slower.
 */
export function renderDiff({ added, gone, slower }: TraceDiff, width: number): string {
  const rows = [
    ...SHAPE_KEYS.flatMap((key) => [
      ...gone[key].map((name) => ['-', SINGULAR[key], name]),
      ...added[key].map((name) => ['+', SINGULAR[key], name]),
    ]),
    ...slower.map((link) => ['~', 'link', describe(link)]),
  ]
  if (rows.length === 0) return 'the traces do not differ'
  return drawTable(
    rows.map((row) => row.map((text) => plainText(text))),
    { width },
  )
}

const SINGULAR: Readonly<Record<ShapeKey, string>> = {
  servers: 'server',
  silent: 'silent',
  links: 'link',
  subscribers: 'subscriber',
  streams: 'stream',
}

function describe({ from, to, ...times }: SlowerLink): string {
  const before = formatLatency(times.beforeMs, times.beforeUncertaintyMs)
  const after = formatLatency(times.afterMs, times.afterUncertaintyMs)
  return `${from} → ${to}: ${before}, now ${after}`
}
