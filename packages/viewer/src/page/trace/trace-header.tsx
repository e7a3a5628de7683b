import type { VNode } from 'preact'
import { traceSource } from '../client/trace-source.ts'
import { CopyButton } from '../element/copy-button.tsx'
import { FlagBadges } from '../element/flag-badges.tsx'
import { Text } from '../element/text.tsx'
import { formatCounted, formatExact } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { formatDateTime } from '../format/time.ts'
import { ServiceName } from '../element/service-name.tsx'
import { ExportMenu } from './export-menu.tsx'
import type { TraceModel } from './model/trace-model.ts'
import { TimeShares } from './time-shares.tsx'
import { TRACE_VIEWS, type TraceViewName } from './trace-state.ts'

/** What the trace is, what became of it, where its time went, and the ways to look at it. */
export function TraceHeader(props: {
  readonly model: TraceModel
  readonly shown: TraceViewName
  readonly onShow: (view: TraceViewName) => void
}): VNode {
  const { view } = props.model
  const { summary, traceId } = view
  return (
    <header class="trace-header">
      <div class="trace-title">
        <h1>
          {summary.root === undefined ? (
            'Trace without a root'
          ) : (
            <>
              <ServiceName name={summary.root.service} />
              <span class="trace-name">
                <Text value={summary.root.name} />
              </span>
            </>
          )}
        </h1>
        <FlagBadges flags={summary.flags} maxDeliveryCount={summary.maxDeliveryCount} />
        <span class="trace-space" />
        {traceSource().isLive && <ExportMenu traceId={traceId} />}
      </div>
      <p class="trace-verdict">
        <Text value={view.verdict} />
      </p>
      <TimeShares shares={view.time} durationNs={view.durationNs} />
      <div class="trace-foot">
        <ViewTabs {...props} />
        <dl class="trace-facts">
          <Fact name="Duration" value={formatMs(summary.durationMs)} />
          <Fact name="Start" value={formatDateTime(summary.startMs)} />
          <Fact name="Spans" value={formatExact(summary.spanCount)} />
          <Fact name="Hops" value={formatExact(summary.hopCount)} />
          <Fact name="Services" value={formatExact(summary.serviceCount)} />
          <div>
            <dt>Trace</dt>
            <dd class="trace-id">
              <code title={traceId}>{traceId.slice(0, 8)}…</code>
              <CopyButton text={traceId} label="Copy the trace id" />
            </dd>
          </div>
        </dl>
      </div>
      {view.omittedSpans !== undefined && (
        <p class="trace-note" role="status">
          {formatCounted(view.omittedSpans, 'more span')} are not shown: the trace is larger than
          the page takes.
        </p>
      )}
      {summary.flags.includes('missing-spans') && (
        <p class="trace-note" role="status">
          Parts are missing: some spans name a parent that has not come. Their place is marked
          “missing span”.
        </p>
      )}
    </header>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

const TITLES: Readonly<Record<TraceViewName, string>> = {
  waterfall: 'Waterfall',
  journey: 'Journey',
  map: 'Map',
  table: 'Table',
  events: 'Events',
  json: 'JSON',
}

function ViewTabs(props: {
  readonly shown: TraceViewName
  readonly onShow: (view: TraceViewName) => void
}): VNode {
  return (
    <nav class="trace-tabs" aria-label="views of the trace">
      {TRACE_VIEWS.map((name, index) => (
        <button
          key={name}
          type="button"
          aria-current={name === props.shown ? 'page' : undefined}
          title={`${TITLES[name]} (${index + 1})`}
          onClick={() => props.onShow(name)}
        >
          {TITLES[name]}
        </button>
      ))}
    </nav>
  )
}
