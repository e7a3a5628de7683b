import type { Place } from './topology-layout.ts'

/** A place on the drawing. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Boxes by where they are: a question about a place costs the same however many there are elsewhere. */
export interface BoxField {
  readonly add: (box: Place) => void
  /** Whether a box comes nearer than `margin` to a place; where `isMeant` is given, one that it holds of. */
  readonly isNear: (place: Place, margin: number, isMeant?: (box: Place) => boolean) => boolean
}

/** A field without boxes. */
export function boxField(): BoxField {
  const cells = new Map<number, Place[]>()
  return {
    add(box) {
      someCell(box, 0, (key) => {
        const cell = cells.get(key)
        if (cell === undefined) cells.set(key, [box])
        else cell.push(box)
        return false
      })
    },
    isNear: (place, margin, isMeant = () => true) =>
      someCell(place, margin, (key) =>
        (cells.get(key) ?? []).some((box) => isWithin(box, place, margin) && isMeant(box)),
      ),
  }
}

/** Points on the straight way between two, both included, no further than `STEP` from each other. */
export function pointsBetween(from: Point, to: Point): readonly Point[] {
  const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP))
  return Array.from({ length: count + 1 }, (_, index) => ({
    x: from.x + ((to.x - from.x) * index) / count,
    y: from.y + ((to.y - from.y) * index) / count,
  }))
}

/** How far it is from the center of a box to its edge, in the direction of an angle. */
export function reachAt({ width, height }: Pick<Place, 'width' | 'height'>, angle: number): number {
  const cos = Math.abs(Math.cos(angle))
  const sin = Math.abs(Math.sin(angle))
  return Math.min(width / 2 / Math.max(cos, 1e-9), height / 2 / Math.max(sin, 1e-9))
}

/** A box without size. */
export function pointBox({ x, y }: Point): Place {
  return { x, y, width: 0, height: 0 }
}

const STEP = 6
const CELL = 96
// Cells far apart that share a key cost time, and nothing else.
const COLUMN = 1_000_003

function someCell(
  { x, y, width, height }: Place,
  margin: number,
  isMeant: (key: number) => boolean,
): boolean {
  const right = Math.floor((x + width / 2 + margin) / CELL)
  const bottom = Math.floor((y + height / 2 + margin) / CELL)
  for (let column = Math.floor((x - width / 2 - margin) / CELL); column <= right; column++) {
    for (let row = Math.floor((y - height / 2 - margin) / CELL); row <= bottom; row++) {
      if (isMeant(column * COLUMN + row)) return true
    }
  }
  return false
}

function isWithin(a: Place, b: Place, margin: number): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + margin &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + margin
  )
}
