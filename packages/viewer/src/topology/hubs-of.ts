import type { MapLink, TopologyView } from '../api/topology-view.ts'

/** The server of a cluster, or without one, that each leaf node hangs on, over others if need be. */
export function hubsOf({ servers, links }: TopologyView): ReadonlyMap<string, string> {
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
