import type { Gap, TimeKind } from '../../../api/trace-view.ts'
import { formatNs } from '../../format/duration.ts'
import { visibleText } from '../../format/visible-text.ts'
import { at } from '../model/trace-model.ts'
import { xOf, type BarScene } from './bar-scene.ts'

/** Draws the stretch before a row as a line of its kind: dotted where the message waited in a stream. */
export function paintGap(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  gap: Gap,
  y: number,
): void {
  const left = Math.max(0, xOf(scene, gap.startNs))
  const right = Math.min(scene.width, xOf(scene, gap.startNs + gap.durationNs))
  if (right - left < 3) return
  const { palette, model } = scene
  context.strokeStyle = palette.muted
  context.lineWidth = gap.kind === 'stream' ? 3 : 1
  context.setLineDash(DASHES[gap.kind] ?? [4, 3])
  context.beginPath()
  context.moveTo(left + 1, y + 0.5)
  context.lineTo(right - 1, y + 0.5)
  context.stroke()
  context.setLineDash([])

  const label = `${visibleText(gap.label)} · ${formatNs(gap.durationNs)}`
  const labelWidth = context.measureText(label).width
  // The duration of a bar at the edge is written before the bar, and so over the end of the line.
  const barEnd = xOf(scene, at(model.starts, gap.row) + at(model.durations, gap.row))
  const end = barEnd + DURATION_WIDTH > scene.width ? right - DURATION_WIDTH : right
  if (labelWidth + 16 > end - left) return
  const x = (left + end - labelWidth) / 2
  context.fillStyle = palette.ground
  context.fillRect(x - 4, y - 7, labelWidth + 8, 14)
  context.fillStyle = palette.muted
  context.fillText(label, x, y)
}

/** Room for the duration of a bar; CSS pixels. */
const DURATION_WIDTH = 60

const DASHES: Readonly<Partial<Record<TimeKind, number[]>>> = {
  stream: [3, 4],
  delivery: [1, 3],
  unknown: [1, 5],
}
