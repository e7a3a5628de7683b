import type { MapLink } from '../api/topology-view.ts'
import type { Point } from './box-field.ts'

/** The servers of a cluster, each with its place on the drawing, that may change places. */
export type Ring = readonly RingServer[]

interface RingServer extends Point {
  readonly name: string
}

/**
 * Gives the servers of each ring their order: those with connections to other rings are where these are short, which is
 * where they face each other, and others stay in their order where they can. Two change places only where that gains
 * something to be seen.
 */
export function faceOthers(
  rings: readonly Ring[],
  links: readonly Pick<MapLink, 'from' | 'to'>[],
): readonly (readonly string[])[] {
  const ringOf = new Map(rings.flatMap((ring, index) => ring.map(({ name }) => [name, index])))
  const places = new Map<string, Point>(rings.flatMap((ring) => ring.map((at) => [at.name, at])))
  const neighbors = new Map<string, Set<string>>()
  for (const { from, to } of links) {
    const [source, target] = [ringOf.get(from), ringOf.get(to)]
    if (source === undefined || target === undefined || source === target) continue
    neighbors.set(from, (neighbors.get(from) ?? new Set()).add(to))
    neighbors.set(to, (neighbors.get(to) ?? new Set()).add(from))
  }
  const lengthFrom = (name: string, at: Point): number =>
    [...(neighbors.get(name) ?? [])]
      .map((other) => places.get(other) ?? at)
      .reduce((sum, { x, y }) => sum + Math.hypot(x - at.x, y - at.y), 0)

  let orders = rings.map((ring) => ring.map(({ name }) => name))
  for (let round = 0; round < ROUNDS; round++) {
    orders = orders.map((names, index) => {
      const order = bestOrder(names, rings[index] ?? [], lengthFrom)
      order.forEach((name, slot) => {
        const place = rings[index]?.[slot]
        if (place !== undefined) places.set(name, place)
      })
      return order
    })
  }
  return orders
}

/** A ring turns to what others did before it; after some rounds little is left to gain. */
const ROUNDS = 3
/** Of more than these the best swap takes long to find, and their ring is a grid. */
const MAX_SERVERS = 16
/** In pixels of lines. */
const LEAST_GAIN = 12

// Each swap is the best there is, and fewer than servers are needed to undo any order.
function bestOrder(
  names: string[],
  slots: readonly Point[],
  lengthFrom: (name: string, at: Point) => number,
): string[] {
  if (names.length > MAX_SERVERS) return names
  let order = names
  for (let swaps = 1; swaps < names.length; swaps++) {
    const swap = bestSwap(order, slots, lengthFrom)
    if (swap === undefined) return order
    order = order.map((name) => (name === swap[0] ? swap[1] : name === swap[1] ? swap[0] : name))
  }
  return order
}

function bestSwap(
  order: readonly string[],
  slots: readonly Point[],
  lengthFrom: (name: string, at: Point) => number,
): readonly [string, string] | undefined {
  let best: readonly [string, string] | undefined
  let most = LEAST_GAIN
  order.forEach((first, a) => {
    const atA = slots[a]
    order.slice(a + 1).forEach((second, offset) => {
      const atB = slots[a + 1 + offset]
      if (atA === undefined || atB === undefined) return
      const before = lengthFrom(first, atA) + lengthFrom(second, atB)
      const gain = before - lengthFrom(first, atB) - lengthFrom(second, atA)
      if (gain <= most + 1e-6) return
      most = gain
      best = [first, second]
    })
  })
  return best
}
