import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { formatExact, formatShare } from '../../format/count.ts'
import { formatNs } from '../../format/duration.ts'
import {
  groupRows,
  TABLE_GROUPINGS,
  type RowStats,
  type TableGrouping,
} from '../model/group-rows.ts'
import { spanIdOf, type TraceModel } from '../model/trace-model.ts'
import type { TraceViewProps } from '../trace-view-props.ts'

/** Rows beyond these are left out: nobody reads them, and the page would be slow. */
const MAX_ROWS = 500

type SortKey = 'selfNs' | 'totalNs' | 'count' | 'errors' | 'longestNs'

/** The spans of a trace counted by service, operation or server, with the time that each took itself. */
export function TableView({ model, change }: TraceViewProps): VNode {
  const [by, setBy] = useState<TableGrouping>('service')
  const [sort, setSort] = useState<SortKey>('selfNs')
  const groups = useMemo(() => groupRows(model, by), [model, by])
  const rows = groups.toSorted((a, b) => b[sort] - a[sort]).slice(0, MAX_ROWS)
  const totalSelf = groups.reduce((sum, { selfNs }) => sum + selfNs, 0)
  return (
    <section class="trace-scroll" aria-label="table">
      <div class="wf-toolbar">
        {TABLE_GROUPINGS.map((each) => (
          <button
            key={each}
            type="button"
            class="wf-button"
            aria-pressed={by === each}
            onClick={() => setBy(each)}
          >
            {TITLES[each]}
          </button>
        ))}
        <span class="wf-space" />
        <span class="wf-count">
          {formatExact(groups.length)} rows
          {groups.length > MAX_ROWS ? `, the first ${MAX_ROWS} are shown` : ''}
        </span>
      </div>
      <table class="trace-table">
        <thead>
          <tr>
            <th scope="col">{by}</th>
            {COLUMNS.map(([key, title]) => (
              <th key={key} scope="col" aria-sort={sort === key ? 'descending' : undefined}>
                <button type="button" onClick={() => setSort(key)}>
                  {title}
                  {sort === key ? ' ↓' : ''}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((stats) => (
            <Row
              key={stats.name}
              stats={stats}
              isService={by === 'service'}
              share={totalSelf === 0 ? 0 : stats.selfNs / totalSelf}
              onOpen={() => openLongest(model, stats, change)}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && (
        <p class="wf-empty">This trace has no {by === 'server' ? 'hops of servers' : 'spans'}.</p>
      )}
    </section>
  )
}

const TITLES: Readonly<Record<TableGrouping, string>> = {
  service: 'By service',
  operation: 'By operation',
  server: 'By server and stream',
}

const COLUMNS: readonly (readonly [key: SortKey, title: string])[] = [
  ['selfNs', 'Self time'],
  ['totalNs', 'Total'],
  ['longestNs', 'Longest'],
  ['count', 'Spans'],
  ['errors', 'Errors'],
]

function Row(props: {
  readonly stats: RowStats
  readonly isService: boolean
  readonly share: number
  readonly onOpen: () => void
}): VNode {
  const { stats, isService, share, onOpen } = props
  return (
    <tr>
      <th scope="row">
        {isService ? <ServiceName name={stats.name} /> : <Text value={stats.name} />}
      </th>
      <td class="trace-share">
        <span class="trace-bar" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
        <span>{formatNs(stats.selfNs)}</span> <small>{formatShare(share)}</small>
      </td>
      <td>{formatNs(stats.totalNs)}</td>
      <td>
        <button type="button" class="trace-jump" title="Show it in the waterfall" onClick={onOpen}>
          {formatNs(stats.longestNs)}
        </button>
      </td>
      <td>{formatExact(stats.count)}</td>
      <td class={stats.errors > 0 ? 'wf-err' : 'is-zero'}>
        {stats.errors > 0 ? `✕ ${formatExact(stats.errors)}` : '0'}
      </td>
    </tr>
  )
}

function openLongest(
  model: TraceModel,
  { longestRow }: RowStats,
  change: TraceViewProps['change'],
): void {
  const spanId = spanIdOf(model, longestRow)
  change((now) => ({ ...now, view: 'waterfall', ...(spanId === undefined ? {} : { spanId }) }), {
    push: true,
  })
}
