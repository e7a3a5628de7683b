import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { TimedEvent } from '../../../api/span-detail.ts'
import { traceSource } from '../../client/trace-source.ts'
import { useResource } from '../../client/use-resource.ts'
import { ErrorNotice, Loading } from '../../element/notice.tsx'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { formatCounted } from '../../format/count.ts'
import { formatNs } from '../../format/duration.ts'
import { AttributeLine } from '../panel/attribute-line.tsx'
import type { TraceViewProps } from '../trace-view-props.ts'

/** Events beyond these are left out until a filter makes them fewer. */
const MAX_EVENTS = 1000

/** Span events and log records of the whole trace, by time. */
export function EventsView({ model, state, change }: TraceViewProps): VNode {
  const { traceId, startUnixNano, spanCount } = { ...model.view, ...model.view.summary }
  const { value, error, reload } = useResource(`events ${traceId} ${spanCount}`, (signal) =>
    traceSource().events(traceId, signal),
  )
  const [filter, setFilter] = useState('')
  if (value === undefined)
    return error === undefined ? <Loading /> : <ErrorNotice error={error} onRetry={reload} />

  const events = value.events.filter((event) => matches(event, filter.trim().toLowerCase()))
  return (
    <section class="trace-scroll" aria-label="events">
      <div class="wf-toolbar">
        <span class="wf-find">
          <input
            type="search"
            aria-label="filter events"
            placeholder="Filter events and logs"
            value={filter}
            onInput={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        </span>
        <span class="wf-space" />
        <span class="wf-count">
          {formatCounted(events.length, 'event')}
          {events.length > MAX_EVENTS ? `, the first ${MAX_EVENTS} are shown` : ''}
        </span>
      </div>
      <table class="trace-table trace-events">
        <thead>
          <tr>
            <th scope="col">After</th>
            <th scope="col">Type</th>
            <th scope="col">Service</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(0, MAX_EVENTS).map((event, index) => (
            <tr
              key={index}
              aria-current={event.spanId !== undefined && event.spanId === state.spanId}
            >
              <td class="is-number">
                {formatNs(Number(BigInt(event.timeUnixNano) - BigInt(startUnixNano)))}
              </td>
              <td
                class={isBad(event) ? 'wf-err' : ''}
              >{`${isBad(event) ? '✕ ' : ''}${event.severity ?? event.type}`}</td>
              <td>
                <ServiceName name={event.service} />
              </td>
              <td>
                <EventText
                  event={event}
                  onOpen={(spanId) => change((now) => ({ ...now, spanId }))}
                />
                <AttributeLine
                  attributes={event.attributes.filter(({ key }) => key !== 'exception.stacktrace')}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.length === 0 && (
        <p class="wf-empty">
          {value.events.length === 0
            ? 'No span of this trace tells of events, and no log record names it.'
            : 'No event matches.'}
        </p>
      )}
    </section>
  )
}

function EventText(props: {
  readonly event: TimedEvent
  readonly onOpen: (spanId: string) => void
}): VNode {
  const { event, onOpen } = props
  const { spanId } = event
  if (spanId === undefined) return <Text value={event.text} />
  return (
    <button type="button" class="trace-jump" title="Select its span" onClick={() => onOpen(spanId)}>
      <Text value={event.text} />
    </button>
  )
}

function isBad({ text, severity }: TimedEvent): boolean {
  return text === 'exception' || /^(ERROR|FATAL)/i.test(severity ?? '')
}

function matches({ text, service, severity, attributes }: TimedEvent, filter: string): boolean {
  if (filter === '') return true
  const words = [
    text,
    service,
    severity ?? '',
    ...attributes.map(({ key, value }) => `${key}=${value}`),
  ]
  return words.some((word) => word.toLowerCase().includes(filter))
}
