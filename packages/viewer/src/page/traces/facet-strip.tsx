import type { VNode } from 'preact'
import type { FacetsView } from '../../api/status-view.ts'
import { Icon, type IconName } from '../element/icon.tsx'
import { hasTerm, toggleTerm } from '../query-box/edit-query.ts'
import { useFacets } from '../query-box/use-facets.ts'
import { setParams } from '../router/location.ts'
import type { TimeRange } from '../router/time-range.ts'
import { FacetMenu } from './facet-menu.tsx'

/** Terms that are asked for most, and values that there are: each adds a term to the query or takes it out. */
export function FacetStrip({
  query,
  range,
}: {
  readonly query: string
  readonly range: TimeRange
}): VNode {
  const { facets, load } = useFacets(range)
  const toggle = (term: string): void =>
    setParams({ q: toggleTerm(query, term), before: undefined }, { push: true })

  return (
    <div class="facets" role="group" aria-label="filters">
      {QUICK.map(({ term, label, icon }) => (
        <button
          key={term}
          type="button"
          class="chip"
          aria-pressed={hasTerm(query, term)}
          title={term}
          onClick={() => toggle(term)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
      <span class="facets-line" aria-hidden="true" />
      {MENUS.map(({ field, facet, label }) => (
        <FacetMenu
          key={field}
          field={field}
          label={label}
          values={facets?.[facet]}
          query={query}
          onOpen={load}
          onToggle={toggle}
        />
      ))}
    </div>
  )
}

const QUICK: readonly { readonly term: string; readonly label: string; readonly icon: IconName }[] =
  [
    { term: 'has:errors', label: 'Errors', icon: 'error' },
    { term: 'has:retries', label: 'Redelivered', icon: 'redelivered' },
    { term: 'has:dlq', label: 'Dead letters', icon: 'dead-letters' },
    { term: 'has:broken', label: 'Broken context', icon: 'broken-context' },
  ]

const MENUS: readonly {
  readonly field: string
  readonly facet: keyof FacetsView
  readonly label: string
}[] = [
  { field: 'service', facet: 'services', label: 'Service' },
  { field: 'subject', facet: 'subjects', label: 'Subject' },
  { field: 'stream', facet: 'streams', label: 'Stream' },
  { field: 'consumer', facet: 'consumers', label: 'Consumer' },
  { field: 'account', facet: 'accounts', label: 'Account' },
]
