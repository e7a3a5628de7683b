import type { MapLink, TopologyView } from '../api/topology-view.ts'
import { arrangeBlocks, type PlacedBlock } from './arrange-blocks.ts'
import type { BlockBox } from './block.ts'
import type { Point } from './box-field.ts'
import { clusterBlock } from './cluster-block.ts'
import { faceOthers } from './face-others.ts'
import { hubsOf } from './hubs-of.ts'
import { maxOf } from './max-of.ts'
import { serverGroups, type ServerGroup } from './server-group.ts'
import type { LayoutSize, TopologyLayout } from './topology-layout.ts'

export type { LayoutSize, Place, TopologyLayout } from './topology-layout.ts'

/**
 * Places what is on the map, the same way each time: clusters beside each other by name, their servers on a ring, those
 * with gateways facing the other cluster, leaf nodes outside near the server they are connected to, services and streams
 * an arrow away from their server. Nothing overlaps.
 */
export function layoutTopology(view: TopologyView, size: LayoutSize): TopologyLayout {
  const groups = serverGroups(view)
  const hubs = hubsOf(view)
  const leafs = Map.groupBy(
    groups.filter(({ server }) => hubs.has(server.name)),
    ({ server }) => hubs.get(server.name) ?? '',
  )
  const clusters = [
    ...Map.groupBy(
      groups.filter(({ server }) => !hubs.has(server.name)),
      ({ server }) => server.cluster ?? '',
    ),
    // Servers whose cluster is not known do not come between those of clusters.
  ].toSorted(([a], [b]) => (a === '' ? 1 : b === '' || a < b ? -1 : 1))

  const links = Map.groupBy(view.links, ({ from }) => from)
  const place = (
    orders: readonly (readonly ServerGroup[])[],
    outside: readonly Outside[],
  ): readonly PlacedBlock[] => {
    const blocks = orders.map((servers, index) =>
      clusterBlock(clusters[index]?.[0] ?? '', servers, {
        leafs,
        links,
        outside: outside[index] ?? new Map(),
      }),
    )
    return arrangeBlocks(blocks, size.width >= size.height)
  }
  const byName = clusters.map(([, servers]) => servers)
  const orders = facing(byName, place(byName, []), view.links)
  let placed = place(orders, [])
  for (let pass = 0; pass < PASSES; pass++) placed = place(orders, outsideOf(view.links, placed))
  return fit(placed, size)
}

/** What is to keep off connections to other clusters moves when those do; a second look is near enough. */
const PASSES = 2

function facing(
  clusters: readonly (readonly ServerGroup[])[],
  placed: readonly PlacedBlock[],
  links: readonly MapLink[],
): readonly (readonly ServerGroup[])[] {
  const places = new Map(
    placed.flatMap(({ block, x, y }) =>
      block.boxes.flatMap((box) =>
        box.kind === 'server' ? [[box.name, { x: x + box.x, y: y + box.y }] as const] : [],
      ),
    ),
  )
  const rings = clusters.map((servers) =>
    servers.map(({ server: { name } }) => ({ name, x: 0, y: 0, ...places.get(name) })),
  )
  const groups = new Map(clusters.flat().map((group) => [group.server.name, group]))
  return faceOthers(rings, links).map((names) => names.flatMap((name) => groups.get(name) ?? []))
}

type Outside = ReadonlyMap<string, readonly Point[]>

/** For each block the ends of connections that leave it, by the server that has them. */
function outsideOf(links: readonly MapLink[], placed: readonly PlacedBlock[]): readonly Outside[] {
  const places = new Map<string, Point & { readonly index: number }>()
  placed.forEach(({ block, x, y }, index) => {
    for (const box of block.boxes) {
      if (box.kind === 'server') places.set(box.name, { index, x: x + box.x, y: y + box.y })
    }
  })
  const all = placed.map(() => new Map<string, Point[]>())
  const pairs = new Map(
    links.flatMap(({ from, to }) => [
      [`${from}\n${to}`, [from, to] as const],
      [`${to}\n${from}`, [to, from] as const],
    ]),
  )
  for (const [from, to] of pairs.values()) {
    const [source, target] = [places.get(from), places.get(to)]
    if (source === undefined || target === undefined || source.index === target.index) continue
    const center = placed[source.index]
    const points = all[source.index]
    if (center === undefined || points === undefined) continue
    const point = { x: target.x - center.x, y: target.y - center.y }
    points.set(from, [...(points.get(from) ?? []), point])
  }
  return all
}

const MARGIN = 16
// Beyond, lines between boxes are longer than they need be.
const MAX_SPREAD = 1.6

// Boxes keep their size: where there is room, they move apart.
function fit(placed: readonly PlacedBlock[], size: LayoutSize): TopologyLayout {
  const left = -maxOf(placed, ({ block, x }) => -x - block.bounds.left)
  const right = maxOf(placed, ({ block, x }) => x + block.bounds.right)
  const top = -maxOf(placed, ({ block, y }) => -y - block.bounds.top)
  const bottom = maxOf(placed, ({ block, y }) => y + block.bounds.bottom)
  const needed = { width: right - left + 2 * MARGIN, height: bottom - top + 2 * MARGIN }
  const spread = Math.min(size.width / needed.width, size.height / needed.height, MAX_SPREAD)
  const scale = Math.max(1, spread)
  const width = Math.max(size.width, needed.width)
  const height = Math.max(size.height, needed.height)

  const toX = (x: number): number => width / 2 + (x - (left + right) / 2) * scale
  const toY = (y: number): number => height / 2 + (y - (top + bottom) / 2) * scale
  const boxes = placed.flatMap(({ block, x, y }) =>
    block.boxes.map((box) => ({ ...box, x: toX(x + box.x), y: toY(y + box.y) })),
  )
  return {
    width,
    height,
    clusters: placed.flatMap(({ block, x, y }) =>
      block.radius === 0
        ? []
        : [{ name: block.cluster, x: toX(x), y: toY(y), radius: block.radius * scale }],
    ),
    ...byKind(boxes),
  }
}

function byKind(
  boxes: readonly BlockBox[],
): Pick<TopologyLayout, 'servers' | 'clients' | 'streams'> {
  return {
    servers: boxes.flatMap(({ kind, ...box }) => (kind === 'server' ? [box] : [])),
    clients: boxes.flatMap((box) => {
      if (box.kind !== 'client') return []
      const { kind: _, name, ...rest } = box
      return [{ service: name, ...rest }]
    }),
    streams: boxes.flatMap((box) => {
      if (box.kind !== 'stream') return []
      const { kind: _, name, ...rest } = box
      return [{ stream: name, ...rest }]
    }),
  }
}
