import { type RefObject, type VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { type TraceSummary } from '../../api/trace-summary.ts'
import { setParams } from '../router/location.ts'
import { TraceRow } from './trace-row.tsx'

/** Traces as rows, the newest or the slowest first. */
export function TraceTable(props: {
  readonly traces: readonly TraceSummary[]
  /** Absent for a list that is not sorted by the reader. */
  readonly sort?: 'newest' | 'slowest'
  readonly body?: RefObject<HTMLTableSectionElement | null>
}): VNode {
  const { traces, sort, body } = props
  const maxMs = useMemo(
    () => traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
    [traces],
  )

  return (
    <table class="table traces-table">
      <caption class="hidden-text">traces</caption>
      <colgroup>
        <col class="col-time" />
        <col class="col-root" />
        <col class="col-subject" />
        <col class="col-duration" />
        <col class="col-count" />
        <col class="col-count" />
        <col class="col-services" />
        <col class="col-flags" />
      </colgroup>
      <thead>
        <tr>
          <SortHead label="Time" value="newest" sort={sort} />
          <th scope="col">Service · operation</th>
          <th scope="col" class="wide">
            Subject
          </th>
          <SortHead label="Duration" value="slowest" sort={sort} />
          <th scope="col" class="num">
            Spans
          </th>
          <th scope="col" class="num" title="spans of NATS servers">
            Hops
          </th>
          <th scope="col" class="wide">
            Services
          </th>
          <th scope="col">Flags</th>
        </tr>
      </thead>
      <tbody {...(body === undefined ? {} : { ref: body })}>
        {traces.map((trace) => (
          <TraceRow key={trace.traceId} trace={trace} maxMs={maxMs} />
        ))}
      </tbody>
    </table>
  )
}

function SortHead(props: {
  readonly label: string
  readonly value: 'newest' | 'slowest'
  readonly sort: 'newest' | 'slowest' | undefined
}): VNode {
  const { label, value, sort } = props
  if (sort === undefined) return <th scope="col">{label}</th>

  return (
    <th scope="col" aria-sort={sort === value ? 'descending' : undefined}>
      <button
        type="button"
        class="sort"
        onClick={() => setParams({ sort: value === 'newest' ? undefined : value })}
      >
        {label}
      </button>
    </th>
  )
}
