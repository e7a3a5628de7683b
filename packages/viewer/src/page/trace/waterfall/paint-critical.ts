import { at } from '../model/trace-model.ts'
import { timeAt, xOf, type BarScene } from './bar-scene.ts'

/** A dark line below what the duration of the trace depends on. */
export function paintCritical(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  row: number,
  y: number,
): void {
  context.fillStyle = scene.palette.fg
  const { criticalPath } = scene.model.view
  for (let index = firstStretch(scene, row); index < criticalPath.length; index++) {
    const stretch = criticalPath[index]
    if (stretch === undefined || stretch.startNs > scene.window.toNs) return
    if (stretch.row !== row) continue
    const left = Math.max(0, xOf(scene, stretch.startNs))
    const right = Math.min(scene.width, Math.max(xOf(scene, stretch.endNs), left + 1))
    if (right > left) context.fillRect(left, Math.round(y + 7), right - left, 2)
  }
}

/** Stretches are by time: none of a row is before the row's begin or what is left of the screen. */
function firstStretch(scene: BarScene, row: number): number {
  const { criticalPath } = scene.model.view
  const fromNs = Math.max(at(scene.model.starts, row), timeAt(scene, 0))
  let low = 0
  let high = criticalPath.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((criticalPath[middle]?.endNs ?? 0) < fromNs) low = middle + 1
    else high = middle
  }
  return low
}
