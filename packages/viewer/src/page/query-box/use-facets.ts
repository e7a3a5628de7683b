import { useCallback, useState } from 'preact/hooks'
import type { Facet, FacetsView } from '../../api/status-view.ts'
import { fetchFacets } from '../client/api.ts'
import type { TimeRange } from '../router/time-range.ts'

const FRESH_MS = 10_000

/** Values that there are to filter by, asked for when `load` is called and not more often than every ten seconds. */
export function useFacets(range: TimeRange): {
  readonly facets: FacetsView | undefined
  readonly load: () => void
} {
  const [state, setState] = useState<{
    readonly facets?: FacetsView
    readonly key?: string
    readonly atMs: number
  }>({ atMs: 0 })
  const key = `${range.from ?? ''} ${range.to ?? ''}`
  const load = useCallback(() => {
    if (state.key === key && Date.now() - state.atMs < FRESH_MS) return
    fetchFacets(range).then(
      (facets) => setState({ facets: searchable(facets), key, atMs: Date.now() }),
      // Without values the fields are offered all the same.
      () => {},
    )
  }, [key, state])

  return { facets: state.facets, load }
}

/** Values beyond a limit are counted as one that nothing can be searched by. */
export function searchable(facets: FacetsView): FacetsView {
  const without = (values: readonly Facet[]): readonly Facet[] =>
    values.filter(({ value }) => value !== OTHER)
  const { services, subjects, streams, consumers, accounts } = facets
  return {
    services: without(services),
    subjects: without(subjects),
    streams: without(streams),
    consumers: without(consumers),
    accounts: without(accounts),
  }
}

const OTHER = '(other)'
