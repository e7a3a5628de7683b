import { formatNs } from '../../format/duration.ts'
import { GROUP_TYPES } from '../model/row-groups.ts'
import { timeTicks } from '../model/time-window.ts'
import { at, hasFlag, isOfServer, roleOf, serviceOf } from '../model/trace-model.ts'
import { xOf, type BarScene } from './bar-scene.ts'
import { hatch } from './hatch.ts'
import { paintCritical } from './paint-critical.ts'
import { paintGap } from './paint-gap.ts'
import { rowColor } from './palette.ts'

/** How far apart the lines of the time axis are, at least; CSS pixels. */
export const TICK_WIDTH = 110

const BAR_HEIGHT = 12
const HOP_HEIGHT = 7
/** Beyond as many, siblings of one row are drawn as one bar. */
const MAX_SIBLING_BARS = 400

/** Draws the bars of the rows that are on the screen. */
export function paintBars(context: CanvasRenderingContext2D, scene: BarScene): void {
  const { visible, palette, width, height, rowHeight, scrollTop } = scene
  context.clearRect(0, 0, width, height)
  paintGrid(context, scene)
  context.font = `11px ${palette.font}`
  context.textBaseline = 'middle'
  const first = Math.floor(scrollTop / rowHeight)
  const last = Math.min(visible.rows.length, Math.ceil((scrollTop + height) / rowHeight))
  for (let place = first; place < last; place++) {
    const row = at(visible.rows, place)
    context.globalAlpha = isFaint(scene, row, at(visible.counts, place)) ? 0.22 : 1
    paintRow(context, scene, place, place * rowHeight - scrollTop + rowHeight / 2)
  }
  context.globalAlpha = 1
}

function paintGrid(context: CanvasRenderingContext2D, scene: BarScene): void {
  context.fillStyle = scene.palette.line
  for (const tick of timeTicks(scene.window, scene.width / TICK_WIDTH)) {
    context.fillRect(Math.round(xOf(scene, tick)), 0, 1, scene.height)
  }
}

function isFaint({ matches }: BarScene, row: number, count: number): boolean {
  if (matches === undefined) return false
  for (let each = row; each < row + count; each++) if (matches[each] === 1) return false
  return true
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  place: number,
  y: number,
): void {
  const { model, groups, visible } = scene
  const row = at(visible.rows, place)
  const count = at(visible.counts, place)
  const gap = scene.gaps.get(row)
  if (gap !== undefined) paintGap(context, scene, gap, y)

  if (count === 1) paintBar(context, scene, { row, y, ...spanOf(scene, row, row) }, true)
  else if (groups.types[row] === GROUP_TYPES.hops || count > MAX_SIBLING_BARS) {
    const last = at(groups.lasts, row)
    paintBar(context, scene, { row, y, ...spanOf(scene, row, last) }, true)
  } else {
    for (let each = row; each < row + count; each++) {
      const isLast = each === row + count - 1
      paintBar(context, scene, { row: each, y, ...spanOf(scene, each, each) }, isLast)
    }
  }
  if (scene.showsCritical && model.critical[row] === 1) paintCritical(context, scene, row, y)
}

function spanOf({ model }: BarScene, first: number, last: number): Pick<Bar, 'startNs' | 'endNs'> {
  let startNs = Number.POSITIVE_INFINITY
  let endNs = 0
  for (let row = first; row <= last; row++) {
    startNs = Math.min(startNs, at(model.starts, row))
    endNs = Math.max(endNs, at(model.starts, row) + at(model.durations, row))
  }
  return { startNs, endNs }
}

interface Bar {
  readonly row: number
  /** The middle of the row; CSS pixels. */
  readonly y: number
  readonly startNs: number
  readonly endNs: number
}

function paintBar(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  { row, y, startNs, endNs }: Bar,
  isLabeled: boolean,
): void {
  const { model, palette, width } = scene
  const role = roleOf(model, row)
  if (role === 'missing') return
  const isError = hasFlag(model, row, 'error')
  const left = Math.max(-4, xOf(scene, startNs))
  const right = Math.min(width + 4, Math.max(xOf(scene, endNs), left + 2))
  const color = rowColor(palette, role, serviceOf(model, row))
  const isThin = isOfServer(model, row)
  const barHeight = isThin ? HOP_HEIGHT : BAR_HEIGHT
  const top = Math.round(y - barHeight / 2)
  if (right >= 0 && left <= width) {
    const shape = { left, top, width: right - left, height: barHeight }
    context.fillStyle = isThin ? hatch(context, color) : color
    fillShape(context, shape)
    if (isThin || isError) {
      context.strokeStyle = isError ? palette.err : color
      context.lineWidth = isError ? 1.5 : 1
      context.strokeRect(Math.round(left) + 0.5, top + 0.5, shape.width, barHeight - 1)
    }
  }
  if (isLabeled) paintLabel(context, scene, { row, y, startNs, endNs }, isError)
}

interface Shape {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Round corners cost ten times as much as others: bars that are too small to show them have none. */
function fillShape(context: CanvasRenderingContext2D, { left, top, width, height }: Shape): void {
  if (width < MIN_ROUND_WIDTH || height < BAR_HEIGHT) {
    context.fillRect(left, top, width, height)
    return
  }
  context.beginPath()
  context.roundRect(left, top, width, height, 2)
  context.fill()
}

const MIN_ROUND_WIDTH = 8
/** Of the labels' letters, roughly: measuring each label would cost as much as drawing it. CSS pixels. */
const LETTER_WIDTH = 6.2

function paintLabel(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  { row, y, startNs, endNs }: Bar,
  isError: boolean,
): void {
  const { palette, width, window, gaps } = scene
  if (endNs < window.fromNs || startNs > window.toNs) return
  const label = `${isError ? '✕ ' : ''}${formatNs(endNs - startNs)}`
  const labelWidth = label.length * LETTER_WIDTH
  const right = Math.max(xOf(scene, endNs), xOf(scene, startNs) + 2)
  const before = xOf(scene, startNs) - labelWidth - 6
  const color = isError ? palette.err : palette.muted
  if (right + 6 + labelWidth <= width) {
    context.fillStyle = color
    context.fillText(label, right + 6, y)
  } else if (before >= 0) {
    // The line of what was waited for ends here.
    context.fillStyle = palette.ground
    if (gaps.has(row)) context.fillRect(before - 3, y - 7, labelWidth + 7, 14)
    context.fillStyle = color
    context.fillText(label, before, y)
  } else {
    // No room on either side: on the bar itself. Colors of bars are readable on the ground, so the ground is on them.
    context.fillStyle = palette.ground
    context.fillText(label, Math.min(width, right) - labelWidth - 6, y)
  }
}
