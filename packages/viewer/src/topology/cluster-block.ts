import { maxOf } from './max-of.ts'
import { type ServerGroup } from './server-group.ts'

/** Servers that are placed as one: those of a cluster, with the leaf nodes around them. */
export interface Block {
  /** The cluster; empty for servers of none. */
  readonly cluster: string
  /** Around the servers of the cluster; 0 where there is no region. */
  readonly radius: number
  /** Centers are relative to that of the region. */
  readonly groups: readonly PlacedGroup[]
  /** What all of it takes, relative to the center of the region. */
  readonly bounds: Bounds
}

/** A group with its center. */
interface PlacedGroup {
  readonly group: ServerGroup
  readonly x: number
  readonly y: number
  /** Whether what is beside the server goes above it. */
  readonly isAbove: boolean
}

/** The sides of what is to be placed. */
interface Bounds {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A hub's leaf nodes, by the name of the server that they are connected to. */
export type Leafs = ReadonlyMap<string, readonly ServerGroup[]>

/** Places the servers of a cluster on a ring, and their leaf nodes outside, each near its server. */
export function clusterBlock(cluster: string, groups: readonly ServerGroup[], leafs: Leafs): Block {
  if (groups.length > MAX_RING) return gridBlock(cluster, groups, leafs)
  const reach = maxOf(groups, reachOf)
  const count = groups.length
  const ring = count < 2 ? 0 : (reach + MARGIN / 2) / Math.sin(Math.PI / count)
  const radius = ring + reach + MARGIN
  const placed = groups.map((group, index) => onRing(group, angleOf(index, count), ring))
  const outer = groups.flatMap((group, index) =>
    leafsAround(leafs.get(group.server.name) ?? [], {
      angle: angleOf(index, count),
      count,
      radius,
    }),
  )
  return toBlock(cluster, radius, [...placed, ...outer])
}

const MARGIN = 18
const MAX_RING = 16

/** How far a group reaches from its center. */
function reachOf({ width, height }: ServerGroup): number {
  return Math.hypot(width, height) / 2
}

// The first is at the top, the others follow clockwise.
function angleOf(index: number, count: number): number {
  return (2 * Math.PI * index) / count - Math.PI / 2
}

function onRing(group: ServerGroup, angle: number, ring: number): PlacedGroup {
  const y = Math.sin(angle) * ring
  return { group, x: Math.cos(angle) * ring, y, isAbove: y < -1e-9 }
}

/** The part of the plane that a server's leaf nodes may take: a sector outside of the region. */
interface Sector {
  readonly angle: number
  readonly count: number
  readonly radius: number
}

// As many on a ring as the sector has room for, the others on rings further out.
function leafsAround(
  leafs: readonly ServerGroup[],
  { angle, count, radius }: Sector,
): readonly PlacedGroup[] {
  if (leafs.length === 0) return []
  const reach = maxOf(leafs, reachOf) + MARGIN / 2
  const sector = (2 * Math.PI) / count
  const placed: PlacedGroup[] = []
  let ring = radius + reach
  while (placed.length < leafs.length) {
    const step = 2 * Math.asin(Math.min(1, reach / ring))
    const room = Math.floor(sector / step + 1e-9)
    const here = leafs.slice(placed.length, placed.length + room)
    here.forEach((leaf, index) => {
      placed.push(onRing(leaf, angle + (index - (here.length - 1) / 2) * step, ring))
    })
    ring += 2 * reach
  }
  return placed
}

// A ring of very many servers would be mostly empty.
function gridBlock(cluster: string, groups: readonly ServerGroup[], leafs: Leafs): Block {
  const all = [...groups, ...groups.flatMap(({ server }) => leafs.get(server.name) ?? [])]
  const inside = gridOf(groups, groups.length)
  const bounds = boundsOf(inside)
  const radius = Math.hypot(bounds.right - bounds.left, bounds.bottom - bounds.top) / 2 + MARGIN
  const outside = gridOf(all.slice(groups.length), groups.length)
  const shift = radius + MARGIN - boundsOf(outside).top
  const around = outside.map((placed) => ({ ...placed, y: placed.y + shift }))
  return toBlock(cluster, radius, [...inside, ...around])
}

function gridOf(groups: readonly ServerGroup[], columnsFor: number): readonly PlacedGroup[] {
  const columns = Math.ceil(Math.sqrt(columnsFor))
  const width = maxOf(groups, (group) => group.width) + MARGIN
  const height = maxOf(groups, (group) => group.height) + MARGIN
  const rows = Math.ceil(groups.length / columns)
  return groups.map((group, index) => ({
    group,
    x: ((index % columns) - (columns - 1) / 2) * width,
    y: (Math.floor(index / columns) - (rows - 1) / 2) * height,
    isAbove: false,
  }))
}

function toBlock(cluster: string, radius: number, groups: readonly PlacedGroup[]): Block {
  const bounds = boundsOf(groups)
  if (cluster === '') return { cluster, radius: 0, groups, bounds }
  return {
    cluster,
    radius,
    groups,
    bounds: {
      left: Math.min(bounds.left, -radius),
      right: Math.max(bounds.right, radius),
      top: Math.min(bounds.top, -radius),
      bottom: Math.max(bounds.bottom, radius),
    },
  }
}

function boundsOf(groups: readonly PlacedGroup[]): Bounds {
  let [left, right, top, bottom] = [0, 0, 0, 0]
  for (const { group, x, y } of groups) {
    left = Math.min(left, x - group.width / 2)
    right = Math.max(right, x + group.width / 2)
    top = Math.min(top, y - group.height / 2)
    bottom = Math.max(bottom, y + group.height / 2)
  }
  return { left, right, top, bottom }
}
