import { boxField, pointBox } from '../../topology/box-field.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import type { Curve, Point } from './map-geometry.ts'

/** A label that is to be put on a line. */
export interface Badge {
  readonly curve: Curve
  readonly height: number
  /** The width it has, then those of shorter ones that may take its place. */
  readonly widths: readonly number[]
}

/** Where a label is to be, and which of its widths has room there. */
export interface BadgePlace extends Point {
  readonly width: number
}

/** Parts of the line that are tried, the middle first. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88] as const
/** How far beside the line, in labels, where boxes are so near that they leave no room on it. */
const SIDE_STEPS = [1, -1, 2, -2, 3] as const
/** Where lines are looked at that are not to be covered by the label of another one. */
const LINE_PARTS = Array.from({ length: 61 }, (_, index) => index / 60)
/** Between labels. */
const GAP = 4

/**
 * Puts labels on their lines so that they cover neither boxes nor `names` nor each other, nor where it can be had other
 * lines. One without room is put beside its
 * boxes; there is room somewhere, or it is on the middle of its line after all.
 */
export function placeBadges(
  { servers, clients, streams }: TopologyLayout,
  badges: readonly Badge[],
  names: readonly Place[],
): readonly BadgePlace[] {
  const taken: Place[] = [...servers, ...clients, ...streams, ...names]
  const lines = boxField()
  const owners = new Map<Place, Badge>()
  for (const badge of badges) {
    for (const point of LINE_PARTS.map((part) => pointBox(badge.curve.pointAt(part)))) {
      owners.set(point, badge)
      lines.add(point)
    }
  }
  return badges.map((badge) => {
    const isFree = (place: Place): boolean => !taken.some((other) => isOver(other, place))
    const isClear = (place: Place): boolean =>
      isFree(place) && !lines.isNear(place, 1, (point) => owners.get(point) !== badge)
    const places = [...placesOn(badge), ...placesBeside(badge, taken)]
    const place = placesOn(badge).find(isClear) ?? places.find(isFree)
    const chosen = place ?? {
      ...badge.curve.pointAt(0.5),
      width: badge.widths[0] ?? 0,
      height: badge.height,
    }
    taken.push(chosen)
    return chosen
  })
}

function placesOn({ curve, widths, height }: Badge): readonly Place[] {
  return widths.flatMap((width) => PARTS.map((part) => ({ ...curve.pointAt(part), width, height })))
}

function placesBeside({ curve, widths, height }: Badge, taken: readonly Place[]): readonly Place[] {
  const width = widths.at(-1) ?? 0
  const middle = { ...curve.pointAt(0.5), width, height }
  const covered = taken.filter((place) => isOver(place, middle)).map((place) => place.width)
  const widest = Math.max(0, ...covered)
  return SIDE_STEPS.map((step) => {
    const labels = (Math.abs(step) - 0.5) * (width + GAP)
    return { ...middle, x: middle.x + Math.sign(step) * (widest / 2 + labels + GAP / 2) }
  })
}

/** Whether two boxes cover each other. */
export function isOver(a: Place, b: Place): boolean {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height
  )
}
