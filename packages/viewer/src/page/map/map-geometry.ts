import { type Place } from '../../topology/layout-topology.ts'

/** A line from box to box, bent so that there and back are two. */
export interface Curve {
  /** For the `d` of an SVG path. */
  readonly path: string
  /** A place on it, by the part of its length, 0 to 1. */
  readonly pointAt: (part: number) => Point
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The line between two boxes, from edge to edge; `bend` is how far its middle is to the left of the way, 0 for straight. */
export function curveBetween(from: Place, to: Place, bend: number): Curve {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return loopAt(from)
  const control = {
    x: (from.x + to.x) / 2 + ((to.y - from.y) / length) * bend,
    y: (from.y + to.y) / 2 - ((to.x - from.x) / length) * bend,
  }
  const start = edgeOf(from, control)
  const end = edgeOf(to, control)
  return {
    path: `M${round(start)} Q${round(control)} ${round(end)}`,
    pointAt: (part) => ({
      x: quadratic(start.x, control.x, end.x, part),
      y: quadratic(start.y, control.y, end.y, part),
    }),
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
  return scale < 1 ? { x: x + dx * scale, y: y + dy * scale } : { x, y }
}

/** Between a box and the line that ends at it. */
const GAP = 2

function quadratic(from: number, control: number, to: number, part: number): number {
  const rest = 1 - part
  return rest * rest * from + 2 * rest * part * control + part * part * to
}

function round({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`
}
