import type { RefObject, VNode } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import type { TraceSummary } from '../../api/trace-summary.ts'
import { ServiceHues, useHuesOf } from '../element/service-hues.ts'
import { setParams } from '../router/location.ts'
import { TraceRow } from './trace-row.tsx'
import { useRowWindow } from './use-row-window.ts'

/**
 * Traces as rows, the newest or the slowest first. Of a long list that scrolls, only the rows that are seen, and some
 * about them, are in the page.
 */
export function TraceTable(props: {
  readonly traces: readonly TraceSummary[]
  /** Absent for a list that is not sorted by the reader. */
  readonly sort?: 'newest' | 'slowest'
  readonly body?: RefObject<HTMLTableSectionElement | null>
  /** What the list scrolls in; absent for a list that is short. */
  readonly scroll?: RefObject<HTMLElement | null>
}): VNode {
  const { traces, sort, scroll } = props
  const own = useRef<HTMLTableSectionElement>(null)
  const body = props.body ?? own
  const { first, end, beforePx, afterPx } = useRowWindow(scroll, body, traces.length)
  const maxMs = useMemo(
    () => traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
    [traces],
  )
  const hues = useHuesOf(traces.flatMap(({ services }) => services))

  return (
    <table class="table traces-table" aria-rowcount={traces.length + 1}>
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
        <tr aria-rowindex={1}>
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
      <tbody ref={body}>
        <ServiceHues.Provider value={hues}>
          <Room key="before" heightPx={beforePx} />
          {traces.slice(first, end).map((trace, index) => (
            <TraceRow
              key={trace.traceId}
              trace={trace}
              maxMs={maxMs}
              rowIndex={first + index + 2}
            />
          ))}
          <Room key="after" heightPx={afterPx} />
        </ServiceHues.Provider>
      </tbody>
    </table>
  )
}

/** In the place of rows that are not in the page. */
function Room({ heightPx }: { readonly heightPx: number }): VNode | null {
  if (heightPx === 0) return null
  return (
    <tr class="room" aria-hidden="true">
      <td style={{ height: `${heightPx}px` }} />
    </tr>
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
