import type { RefObject, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Coverage, TraceSummary } from '../../api/trace-summary.ts'
import { parseQuery } from '../../query/parse-query.ts'
import { Icon } from '../element/icon.tsx'
import { ErrorNotice, Loading } from '../element/notice.tsx'
import { formatCounted, formatExact } from '../format/count.ts'
import { useBindings } from '../keyboard/keyboard.ts'
import { useRowKeys } from '../keyboard/use-row-keys.ts'
import { cameFrom, useLocation } from '../router/location.ts'
import { rangeOf } from '../router/time-range.ts'
import { announce } from '../shell/announcer.tsx'
import { toggleLive, useIsLive } from '../shell/live-switch.tsx'
import { isBehind } from '../shell/is-behind.ts'
import { statusStore } from '../shell/status-store.ts'
import { useStore } from '../state/use-store.ts'
import { FacetStrip } from './facet-strip.tsx'
import { MAX_WAITING } from './merge-traces.ts'
import { NoTraces } from './no-traces.tsx'
import { Scatter } from './scatter.tsx'
import { TraceTable } from './trace-table.tsx'
import { usePause } from '../element/use-pause.ts'
import { type Traces, useTraces } from './use-traces.ts'

/** The traces that match, as they come. */
export function TracesPage(): VNode {
  const { params } = useLocation()
  const query = params.get('q') ?? ''
  const sort = params.get('sort') === 'slowest' ? 'slowest' : 'newest'
  const range = rangeOf(params)
  const scroll = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  // What cannot be read is asked once, to be told why, and not followed.
  const isReadable = !('problem' in parseQuery(query))
  const isLive = useIsLive() && sort === 'newest' && isReadable
  const showNew = useRef(() => {})
  const isPaused = usePause(scroll, () => showNew.current())
  const traces = useTraces({ ...range, q: query, sort }, isLive, isPaused)
  showNew.current = traces.showNew
  const { value: status } = useStore(statusStore)

  useRowKeys(body, 'trace')
  useBindings('List', [
    { keys: 'l', label: 'follow what comes, or stop', run: toggleLive },
    { keys: 'n', label: 'show new traces', run: () => showTop(traces, scroll.current) },
  ])
  useNewsForScreenReaders(traces.waitingCount)
  useReturn(scroll, body, traces.shown)

  const isEmpty = !traces.isLoading && traces.error === undefined && traces.shown.length === 0
  return (
    <div class="page">
      <h1 class="hidden-text">Traces</h1>
      {traces.shown.length > 0 && (
        <Scatter traces={traces.shown} range={range} isComplete={!traces.hasMore} />
      )}
      <FacetStrip query={query} range={range} />
      {traces.shown.length > 0 && <StillReading coverage={traces.coverage} />}
      <div
        class="page-scroll"
        ref={scroll}
        onScroll={(event) => loadAtEnd(event.currentTarget, traces)}
      >
        {traces.waitingCount > 0 && (
          <button type="button" class="new-traces" onClick={() => showTop(traces, scroll.current)}>
            {formatExact(traces.waitingCount)}
            {traces.waitingCount >= MAX_WAITING && '+'} new
          </button>
        )}
        {traces.isLoading && <Loading rows={14} />}
        {traces.error !== undefined && <ErrorNotice error={traces.error} onRetry={traces.reload} />}
        {isEmpty && (
          <NoTraces
            query={query}
            hasRange={range.from !== undefined || range.to !== undefined}
            narrowestTerm={traces.narrowestTerm}
            coverage={traces.coverage}
            status={status}
          />
        )}
        {traces.shown.length > 0 && (
          <>
            <TraceTable traces={traces.shown} sort={sort} body={body} scroll={scroll} />
            <ListEnd traces={traces} />
          </>
        )}
      </div>
    </div>
  )
}

/** Tells that traces may be missing from the list since the index has not read them yet. */
function StillReading({ coverage }: { readonly coverage: Coverage | undefined }): VNode | null {
  if (coverage === undefined || !isBehind(coverage)) return null
  return (
    <p class="still-reading" role="status">
      <Icon name="clock" />
      The index is still reading {coverage.stream}: {formatExact(coverage.pending)} messages are
      left, and what they tell of is not in this list yet.
    </p>
  )
}

function ListEnd({ traces }: { readonly traces: Traces }): VNode {
  if (traces.hasMore) {
    return (
      <p class="list-end">
        <button type="button" class="button" onClick={traces.loadMore}>
          Load more
        </button>
      </p>
    )
  }
  return (
    <p class="list-end muted">
      {formatCounted(traces.shown.length, 'trace')}. {coverageText(traces.coverage)}
    </p>
  )
}

function coverageText(coverage: Coverage | undefined): string {
  if (coverage?.stream === undefined) return 'That is all the index has.'
  const { stream, firstSequence, lastSequence, pending } = coverage
  const left = pending > 0 ? `; ${formatExact(pending)} are left to read` : ''
  return `The index has read ${stream} ${formatExact(firstSequence)} to ${formatExact(lastSequence)}${left}.`
}

function showTop(traces: Traces, scroll: HTMLElement | null): void {
  traces.showNew()
  scroll?.scrollTo(0, 0)
}

function loadAtEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement, traces: Traces): void {
  if (traces.hasMore && scrollTop + clientHeight > scrollHeight - 600) traces.loadMore()
}

/** Who comes back from a trace goes on where it was in the list. */
function useReturn(
  scroll: RefObject<HTMLElement | null>,
  body: RefObject<HTMLElement | null>,
  traces: readonly TraceSummary[],
): void {
  const isDone = useRef(false)
  const isFilled = traces.length > 0
  useEffect(() => {
    const from = cameFrom()
    if (!isFilled || isDone.current || !from.startsWith('/t/')) return
    isDone.current = true
    const focus = (): boolean => {
      const link = body.current?.querySelector<HTMLElement>(`a[href="${CSS.escape(from)}"]`)
      link?.scrollIntoView({ block: 'center' })
      link?.focus({ preventScroll: true })
      return link !== null && link !== undefined
    }
    const place = traces.findIndex(({ traceId }) => from === `/t/${traceId}`)
    if (focus() || place < 0) return
    // Its row is not in the page before the list is scrolled there.
    const { scrollHeight = 0 } = scroll.current ?? {}
    scroll.current?.scrollTo(0, (scrollHeight * place) / traces.length)
    requestAnimationFrame(() => requestAnimationFrame(focus))
  }, [isFilled])
}

/** Tells how many wait, every ten seconds at the most. */
function useNewsForScreenReaders(count: number): void {
  const toldAtMs = useRef(0)
  useEffect(() => {
    if (count === 0 || Date.now() - toldAtMs.current < 10_000) return
    toldAtMs.current = Date.now()
    announce(`${count} new, press n to show`)
  }, [count])
}
