import { type MapLink, type TopologyView } from '../api/topology-view.ts'
import { arrangeBlocks, type PlacedBlock } from './arrange-blocks.ts'
import { clusterBlock, type Block } from './cluster-block.ts'
import { maxOf } from './max-of.ts'
import { placeGroup, serverGroups, type GroupPlaces, type ServerGroup } from './server-group.ts'
import { type LayoutSize, type TopologyLayout } from './topology-layout.ts'

export type { LayoutSize, Place, TopologyLayout } from './topology-layout.ts'

/**
 * Places what is on the map, the same way each time and in linear time but for sorting: clusters
 * beside each other by name, their servers on a ring, leaf nodes outside near the server they are
 * connected to, services and streams beside their server. Nothing overlaps.
 */
export function layoutTopology(view: TopologyView, size: LayoutSize): TopologyLayout {
  const blocks = toBlocks(view)
  const placed = arrangeBlocks(blocks, size.width >= size.height)
  return fit(placed, size)
}

function toBlocks(view: TopologyView): readonly Block[] {
  const groups = serverGroups(view)
  const hubs = hubsOf(view)
  const isInner = ({ server }: ServerGroup): boolean => !hubs.has(server.name)
  const leafs = Map.groupBy(
    groups.filter((group) => !isInner(group)),
    ({ server }) => hubs.get(server.name) ?? '',
  )
  const clusters = Map.groupBy(groups.filter(isInner), ({ server }) => server.cluster ?? '')
  return [...clusters]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([cluster, servers]) => clusterBlock(cluster, servers, leafs))
}

/** The server of a cluster, or without one, that each leaf node hangs on, over others if need be. */
function hubsOf({ servers, links }: TopologyView): ReadonlyMap<string, string> {
  const alone = new Set(
    servers
      .filter(({ isLeaf, cluster }) => isLeaf && cluster === undefined)
      .map(({ name }) => name),
  )
  const known = new Set(servers.map(({ name }) => name))
  const neighbors = new Map<string, string[]>()
  for (const { from, to } of leafLinksOf(links)) {
    if (!known.has(from) || !known.has(to)) continue
    add(neighbors, from, to)
    add(neighbors, to, from)
  }

  const hubs = new Map<string, string>()
  const queue = [...known].filter((name) => !alone.has(name)).toSorted()
  for (const name of queue) {
    for (const leaf of (neighbors.get(name) ?? []).toSorted()) {
      if (!alone.has(leaf) || hubs.has(leaf)) continue
      hubs.set(leaf, hubs.get(name) ?? name)
      queue.push(leaf)
    }
  }
  return hubs
}

function add(neighbors: Map<string, string[]>, from: string, to: string): void {
  const known = neighbors.get(from)
  if (known === undefined) neighbors.set(from, [to])
  else known.push(to)
}

function leafLinksOf(links: readonly MapLink[]): readonly MapLink[] {
  return links.filter(({ kind }) => kind === 'leafnode')
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
  const groups = placed.flatMap(({ block, x, y }) =>
    block.groups.map((at) =>
      placeGroup(at.group, { x: toX(x + at.x), y: toY(y + at.y) }, at.isAbove),
    ),
  )
  return {
    width,
    height,
    clusters: placed.flatMap(({ block, x, y }) =>
      block.radius === 0
        ? []
        : [{ name: block.cluster, x: toX(x), y: toY(y), radius: block.radius * scale }],
    ),
    ...joined(groups),
  }
}

function joined(
  groups: readonly GroupPlaces[],
): Pick<TopologyLayout, 'servers' | 'clients' | 'streams'> {
  return {
    servers: groups.map(({ server }) => server),
    clients: groups.flatMap(({ clients }) => clients),
    streams: groups.flatMap(({ streams }) => streams),
  }
}
