import type { RefObject, VNode } from 'preact'
import type { OperationStats } from '../../api/service-view.ts'
import { openRow } from '../element/open-row.ts'
import { ServiceHues, useHuesOf } from '../element/service-hues.ts'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { formatCount, formatExact, formatRate, formatShare } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { barShare } from '../element/bar-share.ts'
import { ROW_LINK } from '../keyboard/use-row-keys.ts'
import { fieldTerm, tracesHref } from '../query-box/edit-query.ts'
import { setParams, useLocation } from '../router/location.ts'
import { isSortColumn, type SortColumn, sortOperations } from './sort-operations.ts'

/** Operations as rows; a row leads to its traces. */
export function ServiceTable(props: {
  readonly operations: readonly OperationStats[]
  readonly body: RefObject<HTMLTableSectionElement | null>
}): VNode {
  const { params } = useLocation()
  const [column = '', direction] = (params.get('sort') ?? '').split('.')
  const sort: SortColumn = isSortColumn(column) ? column : 'count'
  const isAscending = direction === 'up'
  const operations = sortOperations(props.operations, sort, isAscending)
  const maxMs = operations.reduce((most, { p99Ms }) => Math.max(most, p99Ms), 0)
  const hues = useHuesOf(operations.map(({ service }) => service))

  return (
    <table class="table services-table">
      <caption class="hidden-text">operations of services</caption>
      <thead>
        <tr>
          {COLUMNS.map(([name, label, isNumber]) => {
            const isSorted = name === sort
            return (
              <th
                key={name}
                scope="col"
                class={isNumber ? 'num' : ''}
                aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : undefined}
              >
                <button
                  type="button"
                  class="sort"
                  onClick={() =>
                    setParams({
                      sort: `${name}${(isSorted && !isAscending) || (!isSorted && !isNumber) ? '.up' : ''}`,
                    })
                  }
                >
                  {label}
                </button>
              </th>
            )
          })}
          <th scope="col" class="col-spread">
            p50 to p99
          </th>
        </tr>
      </thead>
      <tbody ref={props.body}>
        <ServiceHues.Provider value={hues}>
          {operations.slice(0, MOST).map((stats) => (
            <Row key={`${stats.service}\n${stats.operation}`} stats={stats} maxMs={maxMs} />
          ))}
        </ServiceHues.Provider>
      </tbody>
    </table>
  )
}

/** More rows than these nobody reads; sorting by another column shows others. */
const MOST = 1000

const COLUMNS: readonly (readonly [column: SortColumn, label: string, isNumber: boolean])[] = [
  ['service', 'Service', false],
  ['operation', 'Operation', false],
  ['count', 'Spans', true],
  ['perSecond', 'Rate', true],
  ['errors', 'Errors', true],
  ['p50Ms', 'p50', true],
  ['p95Ms', 'p95', true],
  ['p99Ms', 'p99', true],
  ['maxMs', 'Max', true],
]

function Row({ stats, maxMs }: { readonly stats: OperationStats; readonly maxMs: number }): VNode {
  const { service, operation, count, errors, perSecond } = stats
  const href = tracesHref(fieldTerm('service', service), fieldTerm('operation', operation))
  return (
    <tr onClick={(event) => openRow(event, href)}>
      <td>
        <ServiceName name={service} />
      </td>
      <td>
        <a class="row-link" href={href} {...{ [ROW_LINK]: '' }}>
          <Text value={operation} />
        </a>
      </td>
      <td class="num" title={formatExact(count)}>
        {formatCount(count)}
      </td>
      <td class="num">{formatRate(perSecond)}</td>
      <td class={errors > 0 ? 'num bad' : 'num muted'} title={`${formatExact(errors)} spans`}>
        {errors === 0 ? '–' : `✕ ${formatShare(errors / Math.max(count, 1))}`}
      </td>
      <td class="num">{formatMs(stats.p50Ms)}</td>
      <td class="num">{formatMs(stats.p95Ms)}</td>
      <td class="num">{formatMs(stats.p99Ms)}</td>
      <td class="num muted">{formatMs(stats.maxMs)}</td>
      <td class="col-spread">
        <Spread stats={stats} maxMs={maxMs} />
      </td>
    </tr>
  )
}

/** From the median to the 99th percentile, by its logarithm, with a notch at the 95th. */
function Spread({
  stats: { p50Ms, p95Ms, p99Ms },
  maxMs,
}: {
  readonly stats: OperationStats
  readonly maxMs: number
}): VNode {
  const [start, notch, end] = [p50Ms, p95Ms, p99Ms].map((ms) => barShare(ms, maxMs) * 100) as [
    number,
    number,
    number,
  ]
  return (
    <span class="spread" aria-hidden="true">
      <span
        class="spread-range"
        style={{ left: `${start}%`, width: `${Math.max(1.5, end - start)}%` }}
      />
      <span class="spread-notch" style={{ left: `${notch}%` }} />
    </span>
  )
}
