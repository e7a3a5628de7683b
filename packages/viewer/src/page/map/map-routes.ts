import type { TopologyView } from '../../api/topology-view.ts'
import { boxField, pointBox, type BoxField } from '../../topology/box-field.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import { curveBetween, type Bend, type Curve } from './map-geometry.ts'
import { stepLine, type StepLine } from './map-place.ts'

/** The lines of a drawing: the same two boxes have the same line, whoever asks. */
export interface MapRoutes {
  /** From box to box, around the boxes that are in the way; to the left of the way where messages go both ways. */
  readonly between: (from: Place, to: Place) => Curve
  /** From server to server, by name; absent where the drawing lacks one of them. */
  readonly ofLink: (link: { readonly from: string; readonly to: string }) => Curve | undefined
  /** Whether a step went this way or back. */
  readonly hasStep: (from: Place, to: Place) => boolean
  /** Every line that is drawn. */
  readonly lines: readonly Curve[]
}

/** Finds each line once. */
export function mapRoutes({ links, steps }: TopologyView, layout: TopologyLayout): MapRoutes {
  const servers = new Map(layout.servers.map((place) => [place.name, place]))
  const boxes = boxField()
  for (const place of [...layout.servers, ...layout.clients, ...layout.streams]) boxes.add(place)
  const known = new Map<string, Curve>()
  const linked = new Set<string>()
  const stepped = new Set<string>()
  const ends: StepLine[] = []
  for (const { from, to } of links) {
    const [source, target] = [servers.get(from), servers.get(to)]
    if (source === undefined || target === undefined) continue
    linked.add(wayOf(source, target))
    ends.push({ from: source, to: target })
  }
  for (const step of steps) {
    const line = stepLine(layout, step)
    if (line === undefined) continue
    stepped.add(wayOf(line.from, line.to))
    ends.push(line)
  }
  const isTwoWay = (from: Place, to: Place): boolean => {
    const back = wayOf(to, from)
    return linked.has(back) || stepped.has(back)
  }
  const between = (from: Place, to: Place): Curve => {
    const way = wayOf(from, to)
    const curve = known.get(way) ?? bestCurve(from, to, isTwoWay(from, to) ? BOW : 0, boxes)
    known.set(way, curve)
    return curve
  }
  const hasStep = (from: Place, to: Place): boolean =>
    stepped.has(wayOf(from, to)) || stepped.has(wayOf(to, from))
  for (const place of [...layout.clients, ...layout.streams]) {
    const server = servers.get(place.server)
    if (server !== undefined && !hasStep(place, server)) ends.push({ from: place, to: server })
  }
  for (const { from, to } of ends) between(from, to)
  return {
    between,
    hasStep,
    lines: [...known.values()],
    ofLink: ({ from, to }) => {
      const [source, target] = [servers.get(from), servers.get(to)]
      return source === undefined || target === undefined ? undefined : between(source, target)
    },
  }
}

/** How far a line is bent that has one in the other direction beside it. */
const BOW = 18
/** Between a line and the boxes that it passes. */
const CLEAR = 6
/** Between points at which a line is looked at: no box is that small. */
const STEP = 10
/** A line that is shorter is hardly seen. */
const LEAST_LENGTH = 28
/** How far around boxes, from little to much. */
const SIZES = [22, 40, 64, 96, 140, 200, 280, 380] as const

// What is bent least is tried first: both thirds alike, then one of them, then each to another side.
const AROUND: readonly Bend[] = SIZES.flatMap((size): readonly Bend[] => [
  [size, size],
  [-size, -size],
  [size, 0],
  [0, size],
  [-size, 0],
  [0, -size],
  [size, -size],
  [-size, size],
])

function bestCurve(from: Place, to: Place, bow: number, boxes: BoxField): Curve {
  const plain = curveBetween(from, to, [bow, bow])
  if (isAt(from, to)) return plain
  let best = plain
  let least = Number.POSITIVE_INFINITY
  for (const bend of [[bow, bow] as const, ...AROUND]) {
    const curve = curveBetween(from, to, bend)
    const covered = tooShort(curve) + coveredPoints(curve, [from, to], boxes, least)
    if (covered === 0) return curve
    if (covered >= least) continue
    least = covered
    best = curve
  }
  return best
}

/** How many points of a line are in or near boxes that it does not end at; counted up to `most`. */
function coveredPoints(
  { pointAt }: Curve,
  [from, to]: readonly [Place, Place],
  boxes: BoxField,
  most: number,
): number {
  const count = Math.max(12, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP))
  const isForeign = (box: Place): boolean => !isAt(box, from) && !isAt(box, to)
  let covered = 0
  for (let index = 0; index <= count && covered < most; index++) {
    if (boxes.isNear(pointBox(pointAt(index / count)), CLEAR, isForeign)) covered++
  }
  return covered
}

function tooShort({ pointAt }: Curve): number {
  const [start, middle, end] = [pointAt(0), pointAt(0.5), pointAt(1)]
  const length =
    Math.hypot(middle.x - start.x, middle.y - start.y) +
    Math.hypot(end.x - middle.x, end.y - middle.y)
  return length < LEAST_LENGTH ? 1 : 0
}

function wayOf(from: Place, to: Place): string {
  return `${from.x} ${from.y} ${to.x} ${to.y}`
}

function isAt(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y
}
