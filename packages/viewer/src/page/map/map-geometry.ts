import type { Point } from '../../topology/box-field.ts'
import type { Place } from '../../topology/layout-topology.ts'

export type { Point } from '../../topology/box-field.ts'

/** A line from box to box, straight or bent. */
export interface Curve {
  /** For the `d` of an SVG path. */
  readonly path: string
  /** A place on it, by the part of the way, 0 to 1. */
  readonly pointAt: (part: number) => Point
}

/** How far a line is to the left of the way after a third of it, and after two thirds. */
export type Bend = readonly [first: number, second: number]

/** The line between two boxes, from edge to edge. */
export function curveBetween(from: Place, to: Place, [first, second]: Bend): Curve {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return loopAt(from)
  const controlAt = (part: number, bend: number): Point => ({
    x: from.x + (to.x - from.x) * part + ((to.y - from.y) / length) * bend,
    y: from.y + (to.y - from.y) * part - ((to.x - from.x) / length) * bend,
  })
  const early = controlAt(1 / 3, first)
  const late = controlAt(2 / 3, second)
  const start = edgeOf(from, early)
  const end = edgeOf(to, late)
  return {
    path:
      first === 0 && second === 0
        ? `M${round(start)} L${round(end)}`
        : `M${round(start)} C${round(early)} ${round(late)} ${round(end)}`,
    pointAt: (part) =>
      first === 0 && second === 0
        ? { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part }
        : {
            x: cubic(start.x, early.x, late.x, end.x, part),
            y: cubic(start.y, early.y, late.y, end.y, part),
          },
  }
}

/** A message that stays where it is, as from account to account of one server. */
function loopAt({ x, y, height }: Place): Curve {
  const top = y - height / 2
  return {
    path: `M${x - 10} ${top} C${x - 26} ${top - 34} ${x + 26} ${top - 34} ${x + 10} ${top}`,
    pointAt: (part) => ({ x: x - 10 + 20 * part, y: top - 26 * Math.sin(Math.PI * part) }),
  }
}

/** Where the way from the middle of a box towards a point leaves the box. */
function edgeOf({ x, y, width, height }: Place, towards: Point): Point {
  const dx = towards.x - x
  const dy = towards.y - y
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (width / 2 + GAP) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (height / 2 + GAP) / Math.abs(dy),
  )
  return Number.isFinite(scale) ? { x: x + dx * scale, y: y + dy * scale } : { x, y }
}

/** Between a box and the line that ends at it. */
const GAP = 2

function cubic(from: number, early: number, late: number, to: number, part: number): number {
  const rest = 1 - part
  return (
    rest * rest * rest * from +
    3 * rest * rest * part * early +
    3 * rest * part * part * late +
    part * part * part * to
  )
}

function round({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
