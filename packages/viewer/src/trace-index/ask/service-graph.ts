import type { ServiceEdge, ServiceGraph } from '../../api/service-view.ts'
import type { TimeRange } from '../index-request.ts'
import type { AskContext } from './ask-context.ts'
import { foldedCount, toMs } from './list-services.ts'
import { rolledUp, type RolledUp } from './rolled-up.ts'

/** Who works for whom, the busiest first. */
export function serviceGraph(context: AskContext, range: TimeRange): ServiceGraph {
  const all = rolledUp(context, 'edge', range).entries.map(toEdge).toSorted(compareEdges)
  const edges = all.slice(0, MAX_EDGES)
  const omittedEdges = all.length - edges.length + foldedCount(context, 'edge')
  return { edges, coverage: context.coverage, omittedEdges }
}

const MAX_EDGES = 1_000

function toEdge({ one, other, via, count, errors, longest, histogram }: RolledUp): ServiceEdge {
  return {
    from: one,
    to: other,
    ...(via !== '' && { via }),
    count,
    errors,
    p50Ms: toMs(Math.min(histogram.quantile(0.5), longest)),
    p95Ms: toMs(Math.min(histogram.quantile(0.95), longest)),
  }
}

function compareEdges(one: ServiceEdge, other: ServiceEdge): number {
  if (one.count !== other.count) return other.count - one.count
  const [first, second] = [one, other].map(({ from, to, via }) => JSON.stringify([from, to, via]))
  return (first ?? '') < (second ?? '') ? -1 : 1
}
