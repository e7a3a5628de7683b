import type { TraceSummary } from '../../api/trace-summary.ts'
import { readToken } from '../style/service-hue.ts'
import { durationTicks, type ScatterExtent, timeTicks, xOf, yOf } from './scatter-scale.ts'

/** Room around the points, in CSS pixels. */
export const PLOT = { left: 58, right: 14, top: 10, bottom: 20 } as const

/** Draws durations by time: a ring for a trace, a cross for one with an error. */
export function paintScatter(
  canvas: HTMLCanvasElement,
  traces: readonly TraceSummary[],
  extent: ScatterExtent,
  hovered: TraceSummary | undefined,
): void {
  const { clientWidth: width, clientHeight: height } = canvas
  const ratio = devicePixelRatio
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.scale(ratio, ratio)
  context.font = `10.5px ${readToken('--font')}`

  paintGrid(context, extent, width, height)
  const dot = readToken('--accent')
  const err = readToken('--err')
  for (const trace of traces) {
    const { x, y } = pointOf(trace, extent, width, height)
    if (trace.errorCount > 0) paintCross(context, x, y, err)
    else paintDot(context, x, y, dot)
  }
  if (hovered !== undefined) {
    const { x, y } = pointOf(hovered, extent, width, height)
    context.strokeStyle = readToken('--fg')
    context.lineWidth = 1.5
    context.beginPath()
    context.arc(x, y, 6.5, 0, 7)
    context.stroke()
  }
}

/** Where a trace is, in CSS pixels. */
export function pointOf(
  { startMs, durationMs }: TraceSummary,
  extent: ScatterExtent,
  width: number,
  height: number,
): { readonly x: number; readonly y: number } {
  return {
    x: PLOT.left + xOf(startMs, extent) * (width - PLOT.left - PLOT.right),
    y: height - PLOT.bottom - yOf(durationMs, extent) * (height - PLOT.top - PLOT.bottom),
  }
}

function paintGrid(
  context: CanvasRenderingContext2D,
  extent: ScatterExtent,
  width: number,
  height: number,
): void {
  const plotWidth = width - PLOT.left - PLOT.right
  const plotHeight = height - PLOT.top - PLOT.bottom
  context.strokeStyle = readToken('--line')
  context.fillStyle = readToken('--faint')
  context.lineWidth = 1
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const { at, label } of durationTicks(extent)) {
    const y = Math.round(PLOT.top + (1 - at) * plotHeight) + 0.5
    context.beginPath()
    context.moveTo(PLOT.left, y)
    context.lineTo(width - PLOT.right, y)
    context.stroke()
    context.fillText(label, PLOT.left - 8, y)
  }
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  for (const { at, label } of timeTicks(extent, Math.max(2, Math.floor(plotWidth / 90)))) {
    context.fillText(label, PLOT.left + at * plotWidth, height - 5)
  }
}

function paintDot(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.fillStyle = color
  context.globalAlpha = 0.55
  context.beginPath()
  context.arc(x, y, 2.6, 0, 7)
  context.fill()
  context.globalAlpha = 1
}

function paintCross(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1.6
  context.beginPath()
  context.moveTo(x - 3, y - 3)
  context.lineTo(x + 3, y + 3)
  context.moveTo(x + 3, y - 3)
  context.lineTo(x - 3, y + 3)
  context.stroke()
}
