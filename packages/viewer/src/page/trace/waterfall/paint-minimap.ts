import { at, hasFlag, roleOf, serviceOf, type TraceModel } from '../model/trace-model.ts'
import { xOf } from './bar-scene.ts'
import { wholeTrace } from '../model/time-window.ts'
import { rowColor, type Palette } from './palette.ts'

/** Up to as many rows, each has a line in its own color. */
const MAX_LINES = 3000

/** Draws the whole trace small: time from left to right, rows from top to bottom, errors over the rest. */
export function paintMinimap(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  palette: Palette,
  width: number,
  height: number,
): void {
  context.clearRect(0, 0, width, height)
  if (model.size <= MAX_LINES) paintLines(context, model, palette, width, height)
  else paintLanes(context, model, palette, width, height)
}

function paintLines(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  palette: Palette,
  width: number,
  height: number,
): void {
  const scale = { window: wholeTrace(model.view.durationNs), width }
  const step = Math.min(6, height / Math.max(1, model.size))
  const thickness = Math.max(1, Math.min(3, step - 1))
  for (let row = 0; row < model.size; row++) {
    const role = roleOf(model, row)
    if (role === 'missing') continue
    const left = xOf(scale, at(model.starts, row))
    const right = xOf(scale, at(model.starts, row) + at(model.durations, row))
    const isError = hasFlag(model, row, 'error')
    context.fillStyle = isError ? palette.err : rowColor(palette, role, serviceOf(model, row))
    context.fillRect(
      left,
      row * step,
      Math.max(1, right - left),
      isError ? thickness + 1 : thickness,
    )
  }
}

/** Many rows share a lane of a pixel's height; what is drawn is where one of them was busy. */
function paintLanes(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  palette: Palette,
  width: number,
  height: number,
): void {
  const lanes = Math.max(1, Math.floor(height / 2))
  const columns = Math.max(1, Math.floor(width))
  const busy = new Int32Array(lanes * (columns + 1))
  const failed = new Uint8Array(lanes * columns)
  const scale = { window: wholeTrace(model.view.durationNs), width }
  for (let row = 0; row < model.size; row++) {
    const lane = Math.floor((row / model.size) * lanes)
    const left = clamp(Math.floor(xOf(scale, at(model.starts, row))), columns)
    const end = at(model.starts, row) + at(model.durations, row)
    const right = clamp(Math.floor(xOf(scale, end)), columns)
    const base = lane * (columns + 1)
    busy[base + left] = at(busy, base + left) + 1
    busy[base + right + 1] = at(busy, base + right + 1) - 1
    if (hasFlag(model, row, 'error')) failed[lane * columns + left] = 1
  }
  for (let lane = 0; lane < lanes; lane++) {
    const columnsOf = busy.subarray(lane * (columns + 1), (lane + 1) * (columns + 1))
    context.fillStyle = palette.accent
    paintLane(context, columnsOf, lane * 2)
  }
  context.fillStyle = palette.err
  failed.forEach((isFailed, index) => {
    if (isFailed === 0) return
    context.fillRect(index % columns, Math.floor(index / columns) * 2, 2, 2)
  })
}

function paintLane(context: CanvasRenderingContext2D, changes: Int32Array, y: number): void {
  let count = 0
  let from = -1
  for (let column = 0; column < changes.length; column++) {
    count += at(changes, column)
    if (count > 0 && from < 0) from = column
    if ((count === 0 || column === changes.length - 1) && from >= 0) {
      context.fillRect(from, y, Math.max(1, column - from), 1.5)
      from = -1
    }
  }
}

function clamp(column: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, column))
}
