import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { TraceView } from '../../api/trace-view.ts'
import { traceSource } from '../client/trace-source.ts'
import { useResource } from '../client/use-resource.ts'
import { copyText } from '../element/copy-button.tsx'
import { lazy } from '../element/lazy.tsx'
import { ServiceHues } from '../element/service-hues.ts'
import { Loading } from '../element/notice.tsx'
import { useBindings } from '../keyboard/keyboard.ts'
import { announce } from '../shell/announcer.tsx'
import { toTraceModel } from './model/trace-model.ts'
import { SpanPanel } from './panel/span-panel.tsx'
import { TraceHeader } from './trace-header.tsx'
import { TraceMissing } from './trace-missing.tsx'
import { TRACE_VIEWS, type TraceViewName } from './trace-state.ts'
import { type ChangeTraceState, useTraceState } from './use-trace-state.ts'
import { traceAddress } from './trace-href.ts'
import { useLiveReload } from './use-live-reload.ts'
import type { TraceViewProps } from './trace-view-props.ts'
import { WaterfallView } from './waterfall/waterfall-view.tsx'

/** The page of one trace. */
export function TracePage({ traceId }: { readonly traceId: string }): VNode {
  const { value, error, reload } = useResource(traceId, (signal) =>
    traceSource().view(traceId, signal),
  )
  // A trace that is not there yet may come.
  useLiveReload(traceId, {
    isFollowed: value === undefined ? error?.status === 404 : isRecent(value),
    spanCount: value?.summary.spanCount ?? 0,
    reload,
  })
  if (value !== undefined) return <LoadedTrace view={value} />
  if (error !== undefined) return <TraceMissing traceId={traceId} error={error} onRetry={reload} />
  return <Loading rows={14} />
}

function LoadedTrace({ view }: { readonly view: TraceView }): VNode {
  const model = useMemo(() => toTraceModel(view), [view])
  const [state, change] = useTraceState()
  useBindings('Views of the trace', [
    ...TRACE_VIEWS.map((name, index) => ({
      keys: String(index + 1),
      label: name,
      run: () => showView(change, name),
    })),
    {
      keys: 'y',
      label: 'copy the link to what is shown',
      run: () => void copyLink(traceAddress(view.traceId, state)),
    },
  ])
  const View = VIEWS[state.view]
  return (
    <ServiceHues.Provider value={model.hues}>
      <article class={`trace-page${state.spanId === undefined ? '' : ' has-panel'}`}>
        <TraceHeader model={model} shown={state.view} onShow={(name) => showView(change, name)} />
        <div class="trace-main">
          <div class="trace-view">
            <View model={model} state={state} change={change} />
          </div>
          {state.spanId !== undefined && (
            <SpanPanel model={model} spanId={state.spanId} state={state} change={change} />
          )}
        </div>
      </article>
    </ServiceHues.Provider>
  )
}

/** The waterfall is what the page is opened for; the code of the other views comes when it is wanted. */
const VIEWS: Readonly<Record<TraceViewName, (props: TraceViewProps) => VNode>> = {
  waterfall: WaterfallView,
  journey: lazy(async () => (await import('./journey/journey-page.tsx')).JourneyPage),
  map: lazy(async () => (await import('../map/trace-map.tsx')).TraceMap),
  table: lazy(async () => (await import('./lists/table-view.tsx')).TableView),
  events: lazy(async () => (await import('./lists/events-view.tsx')).EventsView),
  json: lazy(async () => (await import('./lists/json-view.tsx')).JsonView),
}

function showView(change: ChangeTraceState, view: TraceViewName): void {
  change((now) => ({ ...now, view }), { push: true })
}

async function copyLink(link: string): Promise<void> {
  try {
    await copyText(link)
  } catch {
    announce('the browser did not allow to copy')
  }
}

/** Spans of a trace may still come in. */
function isRecent({ summary }: TraceView): boolean {
  return Date.now() - (summary.startMs + summary.durationMs) < RECENT_MS
}

const RECENT_MS = 10 * 60_000
