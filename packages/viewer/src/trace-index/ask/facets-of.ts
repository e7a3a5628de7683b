import type { Facet, FacetList } from '../../api/status-view.ts'
import type { TimeRange } from '../index-request.ts'
import type { RollupKind } from '../rollup/rollups.ts'
import type { AskContext } from './ask-context.ts'
import { rolledUp } from './rolled-up.ts'

/** What there is to filter by. */
export function facetsOf(context: AskContext, range: TimeRange): FacetList {
  const facets = (kind: RollupKind) => facetsOfKind(context, kind, range)
  return {
    services: facets('operation'),
    subjects: facets('subject'),
    streams: facets('stream'),
    consumers: facets('consumer'),
    accounts: facets('account'),
    coverage: context.coverage,
  }
}

const MAX_FACETS = 50

function facetsOfKind(context: AskContext, kind: RollupKind, range: TimeRange): readonly Facet[] {
  const counts = new Map<string, number>()
  for (const { one, count } of rolledUp(context, kind, range).entries) {
    counts.set(one, (counts.get(one) ?? 0) + count)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, MAX_FACETS)
}
