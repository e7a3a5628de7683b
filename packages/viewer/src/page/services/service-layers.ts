import type { ServiceEdge } from '../../api/service-view.ts'

/** Services by how far they are from those that nobody works for. */
export interface ServiceLayers {
  /** By name. */
  readonly depth: ReadonlyMap<string, number>
  /** Edges that lead to a later column; the others close a circle. */
  readonly forward: ReadonlySet<ServiceEdge>
}

/**
 * Finds each service's column: one more than the last of those that work for it. Of edges that form a circle the
 * busiest count, so that an answer points back, and not the question.
 */
export function layerServices(
  names: readonly string[],
  edges: readonly ServiceEdge[],
): ServiceLayers {
  const forward = withoutCircles(names, edges)
  const depth = new Map(names.map((name) => [name, 0]))
  // Without circles the longest way has fewer edges than there are services.
  for (let round = 0, isChanged = true; isChanged && round < names.length; round++) {
    isChanged = false
    for (const { from, to } of forward) {
      const least = (depth.get(from) ?? 0) + 1
      if ((depth.get(to) ?? 0) >= least) continue
      depth.set(to, least)
      isChanged = true
    }
  }

  return { depth, forward }
}

function withoutCircles(
  names: readonly string[],
  edges: readonly ServiceEdge[],
): ReadonlySet<ServiceEdge> {
  const next = new Map<string, string[]>(names.map((name) => [name, []]))
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set([from])
    for (const name of seen) {
      if (name === to) return true
      for (const other of next.get(name) ?? []) seen.add(other)
    }
    return false
  }
  const busiestFirst = edges.toSorted((a, b) => b.count - a.count)

  return new Set(
    busiestFirst.filter(({ from, to }) => {
      if (from === to || reaches(to, from)) return false
      next.get(from)?.push(to)
      return true
    }),
  )
}
