import type { MapLink } from '../api/topology-view.ts'

/** What there is to know of a server to tell whether it is a leaf. */
export interface LeafCandidate {
  readonly name: string
  readonly cluster?: string
}

/**
 * The servers that are the outer end of a leaf node connection. Messages do not tell which end that
 * is: it is the one without a cluster, else the one whose cluster has no gateway.
 */
export function leafNodes(
  servers: readonly LeafCandidate[],
  links: readonly Pick<MapLink, 'from' | 'to' | 'kind'>[],
): ReadonlySet<string> {
  const clusterOf = new Map(servers.map(({ name, cluster }) => [name, cluster]))
  const gateways = new Set(
    links
      .filter(({ kind }) => kind === 'gateway')
      .flatMap(({ from, to }) => [clusterOf.get(from), clusterOf.get(to)]),
  )
  const neighbors = new Map<string, Set<string>>()
  const leafLinks = links.filter(({ kind }) => kind === 'leafnode')
  for (const { from, to } of leafLinks) {
    neighbors.set(from, (neighbors.get(from) ?? new Set()).add(to))
    neighbors.set(to, (neighbors.get(to) ?? new Set()).add(from))
  }
  return new Set(leafLinks.flatMap(({ from, to }) => outerEnd(from, to) ?? []))

  function outerEnd(a: string, b: string): string | undefined {
    const weights = [weightOf(a), weightOf(b)] as const
    if (weights[0] !== weights[1]) return weights[0] < weights[1] ? a : b
    const count = (neighbors.get(a)?.size ?? 0) - (neighbors.get(b)?.size ?? 0)
    // Two of the same kind: the hub is the one that others are connected to as well.
    if (count === 0) return undefined
    return count < 0 ? a : b
  }

  function weightOf(name: string): number {
    const cluster = clusterOf.get(name)
    if (cluster === undefined || cluster === name) return 0
    return gateways.has(cluster) ? 2 : 1
  }
}
