import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { useRowKeys } from '../keyboard/use-row-keys.ts'
import { fetchServiceGraph, fetchServices } from '../client/api.ts'
import { useResource } from '../client/use-resource.ts'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { ServiceHues, useHuesOf } from '../element/service-hues.ts'
import { useRefresh } from '../element/use-refresh.ts'
import { formatCounted } from '../format/count.ts'
import { setParams, useLocation } from '../router/location.ts'
import { rangeOf, type TimeRange } from '../router/time-range.ts'
import { useIsLive } from '../shell/live-switch.tsx'
import { ServiceEdges } from './service-edges.tsx'
import { ServiceGraphView } from './service-graph-view.tsx'
import { ServiceTable } from './service-table.tsx'

const REFRESH_MS = 5000
const TABS = [
  ['operations', 'Operations'],
  ['graph', 'Graph'],
] as const

/** Rate, errors and duration by service and operation, and who works for whom. */
export function ServicesPage(): VNode {
  const { params } = useLocation()
  const range = rangeOf(params)
  const tab = params.get('view') === 'graph' ? 'graph' : 'operations'

  return (
    <div class="page">
      <header class="page-head">
        <h1>Services</h1>
        <div class="tray tabs" role="group" aria-label="view">
          {TABS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === tab}
              onClick={() =>
                setParams({ view: name === 'operations' ? undefined : name }, { push: true })
              }
            >
              {label}
            </button>
          ))}
        </div>
      </header>
      {tab === 'graph' ? <Graph range={range} /> : <Operations range={range} />}
    </div>
  )
}

function Operations({ range }: { readonly range: TimeRange }): VNode {
  const { value, error, reload } = useResource(JSON.stringify(range), (signal) =>
    fetchServices(range, signal),
  )
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body, 'operation')
  useRefresh(reload, REFRESH_MS, useIsLive())
  if (value === undefined)
    return error === undefined ? (
      <Loading rows={14} />
    ) : (
      <ErrorNotice error={error} onRetry={reload} />
    )
  if (value.operations.length === 0) return <NoServices isRange={range.from !== undefined} />

  return (
    <div class="page-scroll">
      <ServiceTable operations={value.operations} body={body} />
      {value.omittedOperations > 0 && (
        <p class="list-end muted">
          {formatCounted(value.omittedOperations, 'operation')} beyond the limit are counted as
          (other).
        </p>
      )}
    </div>
  )
}

function Graph({ range }: { readonly range: TimeRange }): VNode {
  const { value, error, reload } = useResource(JSON.stringify(range), (signal) =>
    fetchServiceGraph(range, signal),
  )
  useRefresh(reload, REFRESH_MS, useIsLive())
  const hues = useHuesOf(value?.edges.flatMap(({ from, to }) => [from, to]) ?? [])
  if (value === undefined)
    return error === undefined ? (
      <Loading rows={14} />
    ) : (
      <ErrorNotice error={error} onRetry={reload} />
    )
  if (value.edges.length === 0) return <NoCalls />

  return (
    <div class="page-scroll">
      <ServiceHues.Provider value={hues}>
        <ServiceGraphView edges={value.edges} />
        <ServiceEdges edges={value.edges} />
      </ServiceHues.Provider>
      {value.omittedEdges > 0 && (
        <p class="list-end muted">
          {formatCounted(value.omittedEdges, 'edge')} beyond the limit are not shown.
        </p>
      )}
    </div>
  )
}

function NoCalls(): VNode {
  return (
    <Notice icon="services" title="No service has called another in this time">
      <p>A line is drawn from a service to those that work on what it sent.</p>
    </Notice>
  )
}

function NoServices({ isRange }: { readonly isRange: boolean }): VNode {
  return (
    <Notice
      icon="services"
      title={isRange ? 'No span in this time' : 'No service has sent a span yet'}
    >
      <p>Rates and durations are counted from spans as they come.</p>
      {isRange && (
        <button
          type="button"
          class="button"
          onClick={() => setParams({ from: undefined, to: undefined }, { push: true })}
        >
          All time
        </button>
      )}
    </Notice>
  )
}
