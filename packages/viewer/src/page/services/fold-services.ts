import type { ServiceEdge } from '../../api/service-view.ts'

/** Beyond these a picture tells nothing; the least busy services are then drawn as one. */
export const MAX_SERVICES = 150

/** The name under which the least busy are drawn. */
export const OTHER = '(other)'

/** Edges between services that a picture can hold. */
export interface FoldedEdges {
  /** In an order that does not depend on that of the input. */
  readonly edges: readonly ServiceEdge[]
  /** How many services became {@link OTHER}. */
  readonly foldedCount: number
}

/** Puts the least busy services together until {@link MAX_SERVICES} are left. */
export function foldServices(edges: readonly ServiceEdge[]): FoldedEdges {
  const totals = new Map<string, number>()
  for (const { from, to, count } of edges) {
    totals.set(from, (totals.get(from) ?? 0) + count)
    totals.set(to, (totals.get(to) ?? 0) + count)
  }
  const sorted = edges.toSorted(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.via ?? '', b.via ?? ''),
  )
  if (totals.size <= MAX_SERVICES) return { edges: sorted, foldedCount: 0 }

  const busiestFirst = Array.from(totals).toSorted((a, b) => b[1] - a[1] || compare(a[0], b[0]))
  const kept = new Set(busiestFirst.slice(0, MAX_SERVICES - 1).map(([name]) => name))
  const nameOf = (name: string): string => (kept.has(name) ? name : OTHER)
  const folded = new Map<string, ServiceEdge>()
  for (const edge of sorted) {
    const [from, to] = [nameOf(edge.from), nameOf(edge.to)]
    const key = JSON.stringify(from === OTHER || to === OTHER ? [from, to] : [from, to, edge.via])
    const before = folded.get(key)
    folded.set(key, before === undefined ? { ...edge, from, to } : addEdge(before, edge))
  }

  return { edges: Array.from(folded.values()), foldedCount: totals.size - kept.size }
}

/** By code units: the same everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Percentiles of two edges cannot be added: the larger is told. */
function addEdge({ from, to, ...a }: ServiceEdge, b: ServiceEdge): ServiceEdge {
  return {
    from,
    to,
    count: a.count + b.count,
    errors: a.errors + b.errors,
    p50Ms: Math.max(a.p50Ms, b.p50Ms),
    p95Ms: Math.max(a.p95Ms, b.p95Ms),
  }
}
