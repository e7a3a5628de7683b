import type { MapLink } from '../api/topology-view.ts'
import { boxField, type Point, reachAt } from './box-field.ts'
import { gridBlock } from './grid-block.ts'
import { maxOf } from './max-of.ts'
import { addLine, placeAround, type Surroundings } from './place-around.ts'
import { placeSatellites, type SatelliteRoom } from './place-satellites.ts'
import { boundsOf, distancesOf, outwardOf, type Block, type BlockBox } from './block.ts'
import type { ServerGroup } from './server-group.ts'
import type { Place } from './topology-layout.ts'

/** What a cluster has beyond its servers. */
export interface ClusterMore {
  /** A hub's leaf nodes, by the name of the server that they are connected to. */
  readonly leafs: ReadonlyMap<string, readonly ServerGroup[]>
  /** By the name of the server that they lead from. */
  readonly links: ReadonlyMap<string, readonly MapLink[]>
  /** Where connections of a server lead to that leave the block, relative to its center. */
  readonly outside: ReadonlyMap<string, readonly Point[]>
}

/**
 * Places the servers of a cluster on a ring, the first at the top and the others clockwise; outside of the ring their leaf
 * nodes, and services and streams beside their servers, off the lines.
 */
export function clusterBlock(
  cluster: string,
  groups: readonly ServerGroup[],
  more: ClusterMore,
): Block {
  if (groups.length > MAX_RING) return gridBlock(cluster, groups, more.leafs)
  const count = groups.length
  const angleAt = (index: number): number => (2 * Math.PI * index) / count - Math.PI / 2
  const ringRadius = ringOf(groups, angleAt)
  const radius = ringRadius + maxOf(groups, ({ box }) => Math.hypot(box.width, box.height) / 2) + 16
  const around: Surroundings = { boxes: boxField(), lines: boxField() }
  const inner = groups.map(({ server, box }, index): BlockBox => {
    const angle = angleAt(index)
    const x = Math.cos(angle) * ringRadius
    return { kind: 'server', name: server.name, x, y: Math.sin(angle) * ringRadius, ...box }
  })
  for (const box of inner) around.boxes.add(box)
  addLines(inner, more, around)
  const region = cluster === '' ? 0 : radius
  const leafGroups = groups.flatMap(({ server }) => more.leafs.get(server.name) ?? [])
  const leafs = groups.flatMap(({ server }, index) =>
    leafsAround(more.leafs.get(server.name) ?? [], inner[index], inner, {
      region,
      avoided: avoidedBy(inner[index], more),
      around,
    }),
  )
  addLines(leafs, more, around)
  const servers = [...inner, ...leafs]
  const satellites = [...groups, ...leafGroups].flatMap((group, index) =>
    placeSatellites(group, servers[index], {
      region,
      avoided: avoidedBy(servers[index], more),
      around,
    }),
  )
  const boxes = [...servers, ...satellites]
  return { cluster, radius: region, boxes, bounds: boundsOf(boxes, region) }
}

const MAX_RING = 16
/** Between servers: an arrow with a number on it. */
const SERVER_GAP = 58
const LEAF_GAP = 50
const REGION_GAP = 12
/** A leaf node may be a little nearer to another server than to its hub, where that keeps its line straight. */
const NEARLY = 0.8

function ringOf(ring: readonly ServerGroup[], angleAt: (index: number) => number): number {
  const count = ring.length
  if (count < 2) return 0
  const chord = maxOf(
    ring.map((group, index) => ({ group, index, next: ring[(index + 1) % count] ?? group })),
    ({ group, index, next }) => {
      const along = (angleAt(index) + angleAt(index + 1)) / 2 + Math.PI / 2
      return reachAt(group.box, along) + reachAt(next.box, along) + SERVER_GAP
    },
  )
  return chord / 2 / Math.sin(Math.PI / count)
}

function leafsAround(
  leafs: readonly ServerGroup[],
  hub: BlockBox | undefined,
  inner: readonly BlockBox[],
  { region, avoided, around }: SatelliteRoom,
): readonly BlockBox[] {
  if (hub === undefined) return []
  const outward = outwardOf(hub)
  const isAllowed = (place: Place): boolean =>
    distancesOf(place)[0] > region + REGION_GAP && isNearest(hub, inner, place)
  let ring = 0
  return leafs.map(({ server, box }): BlockBox => {
    const wish = { parent: hub, outward, avoided, standOff: LEAF_GAP, isAllowed, ring }
    const found = placeAround(box, wish, around)
    ring = found.ring
    return { kind: 'server', name: server.name, ...found.place }
  })
}

function isNearest(hub: Point, inner: readonly Point[], place: Point): boolean {
  const length = distance(hub, place) * NEARLY
  return inner.every((other) => distance(other, place) >= length)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function avoidedBy(box: BlockBox | undefined, { outside }: ClusterMore): readonly number[] {
  if (box === undefined) return []
  return (outside.get(box.name) ?? []).map((point) => angleTo(box, point))
}

function angleTo(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x)
}

// From these boxes to each other, and to elsewhere.
function addLines(
  boxes: readonly BlockBox[],
  { links, outside }: ClusterMore,
  around: Surroundings,
): void {
  const places = new Map(boxes.map((box) => [box.name, box]))
  for (const box of boxes) {
    for (const { to } of links.get(box.name) ?? []) {
      const target = places.get(to)
      if (target !== undefined) addLine(around.lines, box, target)
    }
    for (const point of outside.get(box.name) ?? []) addLine(around.lines, box, point)
  }
}
