import { type BoxField, type Point, pointBox, pointsBetween, reachAt } from './box-field.ts'
import type { Size } from './server-group.ts'
import type { Place } from './topology-layout.ts'

/** What is on the drawing already. */
export interface Surroundings {
  readonly boxes: BoxField
  /** Points of the lines between them. */
  readonly lines: BoxField
}

/** Where a box is wanted. */
export interface Wish {
  readonly parent: Place
  /** The direction that is best, as an angle from the x axis, clockwise. */
  readonly outward: number
  /** Directions that are left to lines of the parent that lead elsewhere. */
  readonly avoided: readonly number[]
  /** How long the line to the parent is to be at least, in pixels. */
  readonly standOff: number
  /** Tells places that are out of the question. */
  readonly isAllowed: (place: Place) => boolean
  /** How far out the search begins: see {@link FoundPlace}. */
  readonly ring: number
}

/** The place that was found. */
interface FoundPlace {
  readonly place: Place
  /** How far out there was room first: where the search for the next box of the same parent begins. */
  readonly ring: number
}

/**
 * Finds room for a box beside its parent, and takes it: near, in the direction that is wanted, on a line that is clear of
 * boxes and crosses none. Where that cannot be had near the parent, no boxes overlap at least.
 */
export function placeAround(size: Size, wish: Wish, around: Surroundings): FoundPlace {
  let first: number | undefined
  let best: Spot | undefined
  for (let ring = wish.ring; ; ring++) {
    const isStrict = ring < wish.ring + MAX_STRICT_RINGS
    if (best !== undefined && (ring >= best.cost || !isStrict)) break
    for (const spot of spotsOnRing(size, wish, ring)) {
      const { place } = spot
      if (best !== undefined && spot.cost >= best.cost - 1e-6) continue
      if (around.boxes.isNear(place, BOX_GAP)) continue
      if (isStrict && !(wish.isAllowed(place) && isClear(place, wish.parent, around))) continue
      first ??= ring
      const cost = spot.cost + (crosses(place, wish.parent, around.lines) ? CROSSING : 0)
      if (best === undefined || cost < best.cost - 1e-6) best = { place, cost }
    }
  }
  const place = best?.place ?? { ...size, x: wish.parent.x, y: wish.parent.y }
  around.boxes.add(place)
  addLine(around.lines, wish.parent, place)
  return { place, ring: first ?? wish.ring }
}

/** Lets boxes keep off a line, as far as boxes are that could be in its way. */
export function addLine(lines: BoxField, from: Point, to: Point): void {
  const part = Math.min(1, FAR / Math.hypot(to.x - from.x, to.y - from.y))
  const end = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
  for (const point of pointsBetween(from, end)) lines.add(pointBox(point))
}

const FAR = 500

const MAX_STRICT_RINGS = 12
const RING_STEP = 30
/** Between boxes, a line and its arrow have room. */
const BOX_GAP = 14
const LINE_GAP = 12
/** A line is kept off other boxes as those are from it. */
const CLEAR = 8
// Labels are wider than high.
const SIDEWAYS = 16
// What things cost, in rings further out.
const CROSSING = 5
const QUARTER_TURN = 1.2
const AVOIDED = 8
const OBLIQUE = 1.5
const AVOIDED_ANGLE = Math.PI / 3

/** A place, and how much is wrong with it. */
interface Spot {
  readonly place: Place
  readonly cost: number
}

function spotsOnRing(size: Size, wish: Wish, ring: number): readonly Spot[] {
  const { parent, outward, standOff } = wish
  // Left, right, up and down look tidiest.
  const straight = Math.round(outward / (Math.PI / 2)) * (Math.PI / 2)
  const count = 12 + 4 * Math.min(ring, 12)
  const angles = Array.from(
    { length: count },
    (_, index) => straight + (turnOf(index) * 2 * Math.PI) / count,
  )
  return [...angles, outward].map((angle) => {
    const distance =
      reachAt(parent, angle) +
      reachAt(size, angle) +
      standOff +
      SIDEWAYS * Math.abs(Math.cos(angle)) +
      ring * RING_STEP
    const place = {
      ...size,
      x: parent.x + Math.cos(angle) * distance,
      y: parent.y + Math.sin(angle) * distance,
    }
    return { place, cost: ring + costOf(angle, wish) }
  })
}

// 0, 1, -1, 2, -2: of two that are as good, the one that is turned less, then the one clockwise.
function turnOf(index: number): number {
  return index % 2 === 0 ? -index / 2 : (index + 1) / 2
}

function costOf(angle: number, { outward, avoided }: Wish): number {
  const turned = (between(angle, outward) / (Math.PI / 2)) * QUARTER_TURN
  const isOblique = Math.abs(Math.sin(2 * angle)) > 1e-6
  const near = avoided.map((other) => Math.max(0, 1 - between(angle, other) / AVOIDED_ANGLE))
  return turned + (isOblique ? OBLIQUE : 0) + AVOIDED * Math.max(0, ...near)
}

function between(a: number, b: number): number {
  return Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)))
}

// Lines of the parent begin where this one does.
function crosses(place: Place, parent: Place, lines: BoxField): boolean {
  return pointsBetween(parent, place).some(
    ({ x, y }) =>
      Math.hypot(x - parent.x, y - parent.y) > NEAR_PARENT && lines.isNear(pointBox({ x, y }), 5),
  )
}

const NEAR_PARENT = 44

function isClear(place: Place, parent: Place, { boxes, lines }: Surroundings): boolean {
  if (lines.isNear(place, LINE_GAP)) return false
  return !pointsBetween(parent, place).some((point) =>
    boxes.isNear(pointBox(point), CLEAR, (box) => !isSame(box, parent)),
  )
}

function isSame(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y
}
