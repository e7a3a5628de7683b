import type { VNode } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { traceSource } from '../../client/trace-source.ts'
import { useResource } from '../../client/use-resource.ts'
import { Icon } from '../../element/icon.tsx'
import { ErrorNotice, Loading } from '../../element/notice.tsx'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { jsonText } from '../model/json-text.ts'
import { nameOf, rowOfSpan, serviceOf, type TraceModel } from '../model/trace-model.ts'
import { withSpan, without, type TraceState } from '../trace-state.ts'
import type { ChangeTraceState } from '../use-trace-state.ts'
import { AttributeList } from './attribute-list.tsx'
import { CopyRow } from './copy-row.tsx'
import { EventList } from './event-list.tsx'
import { LinkList } from './link-list.tsx'
import { LogList } from './log-list.tsx'
import { MessageTab } from './message-tab.tsx'
import { isMessageSpan } from './message-facts.ts'
import { OverviewTab } from './overview-tab.tsx'
import { PanelTabs } from './panel-tabs.tsx'

/** All that is known of the selected span; it is asked for when it is selected. */
export function SpanPanel(props: {
  readonly model: TraceModel
  readonly spanId: string
  readonly state: TraceState
  readonly change: ChangeTraceState
}): VNode {
  const { model, spanId, state, change } = props
  const { traceId } = model.view
  const { value, error, reload } = useResource(`${traceId}/${spanId}`, async (signal) => {
    await pause(signal)
    return traceSource().span(traceId, spanId, signal)
  })
  const row = rowOfSpan(model, spanId)
  return (
    <aside class="span-panel" aria-label="selected span" tabIndex={-1} onKeyDown={leaveByEscape}>
      <header class="sp-head">
        <div>
          <ServiceName name={value?.service ?? serviceOf(model, row)} />
          <h2>
            <Text value={value?.name ?? nameOf(model, row)} />
          </h2>
        </div>
        <button
          type="button"
          class="icon-button"
          title="Close (Escape)"
          aria-label="close the panel"
          onClick={() => change((now) => without(now, 'spanId'))}
        >
          <Icon name="close" />
        </button>
      </header>
      {value !== undefined && <Details {...props} span={value} row={row} tab={state.tab} />}
      {value === undefined && error !== undefined && <ErrorNotice error={error} onRetry={reload} />}
      {value === undefined && error === undefined && <Loading />}
    </aside>
  )
}

/** Back to the row, so that the reader goes on from there; Escape there closes the panel. */
function leaveByEscape(event: KeyboardEvent): void {
  const row = document.querySelector<HTMLElement>('.wf-row.is-selected')
  if (event.key !== 'Escape' || row === null) return
  event.stopPropagation()
  row.focus({ preventScroll: true })
}

/** With a key held down, only the span it stops at is asked for. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 60)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('another span was selected', 'AbortError'))
    })
  })
}

function Details(props: {
  readonly model: TraceModel
  readonly span: SpanDetail
  readonly row: number
  readonly tab: string | undefined
  readonly state: TraceState
  readonly change: ChangeTraceState
}): VNode {
  const { model, span, row, state, change } = props
  const tabs = [
    {
      name: 'overview',
      title: 'Overview',
      body: () => (
        <OverviewTab
          model={model}
          span={span}
          row={row}
          onOpen={(spanId) => change((now) => withSpan(now, spanId), { push: true })}
        />
      ),
    },
    ...(isMessageSpan(span)
      ? [{ name: 'message', title: 'Message', body: () => <MessageTab span={span} /> }]
      : []),
    {
      name: 'attributes',
      title: 'Attributes',
      count: span.attributes.length,
      body: () => <AttributeList attributes={span.attributes} />,
    },
    {
      name: 'events',
      title: 'Events',
      count: span.events.length,
      body: () => <EventList span={span} />,
    },
    {
      name: 'links',
      title: 'Links',
      count: span.links.length + span.linkedFrom.length,
      body: () => <LinkList span={span} />,
    },
    { name: 'logs', title: 'Logs', count: span.logs.length, body: () => <LogList span={span} /> },
    {
      name: 'resource',
      title: 'Resource',
      count: span.resource.length,
      body: () => <AttributeList attributes={span.resource} />,
    },
    { name: 'raw', title: 'Raw', body: () => <pre class="sp-raw">{jsonText(span)}</pre> },
  ].filter((tab) => tab.count !== 0)
  return (
    <>
      <CopyRow span={span} state={state} />
      <PanelTabs
        tabs={tabs}
        shown={props.tab}
        onShow={(tab) =>
          change((now) => (tab === 'overview' ? without(now, 'tab') : { ...now, tab }))
        }
      />
    </>
  )
}
