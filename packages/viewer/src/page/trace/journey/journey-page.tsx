import type { VNode } from 'preact'
import { traceSource } from '../../client/trace-source.ts'
import { useResource } from '../../client/use-resource.ts'
import { ErrorNotice, Loading, Notice } from '../../element/notice.tsx'
import { rowOfSpan, spanIdOf } from '../model/trace-model.ts'
import type { TraceViewProps } from '../trace-view-props.ts'
import { withSpan } from '../trace-state.ts'
import { JourneyBand } from './journey-band.tsx'

/** Each message of the trace from its publisher to the end of every delivery. */
export function JourneyPage({ model, state, change }: TraceViewProps): VNode {
  const { traceId, summary } = model.view
  const { value, error, reload } = useResource(
    `journey ${traceId} ${summary.spanCount}`,
    (signal) => traceSource().journey(traceId, signal),
  )
  if (value === undefined)
    return error === undefined ? <Loading /> : <ErrorNotice error={error} onRetry={reload} />
  if (value.messages.length === 0) {
    return (
      <Notice icon="messages" title="No message in this trace">
        <p>No span of it publishes or handles a message of NATS.</p>
      </Notice>
    )
  }
  const selectedRow = rowOfSpan(model, state.spanId)
  return (
    <section class="trace-scroll" aria-label="journey">
      <div class="jn">
        <div class="jn-head" aria-hidden="true">
          <span>Publisher</span>
          <span>Servers and accounts</span>
          <span>Stream</span>
          <span>Consumers and attempts</span>
          <span>Dead letter</span>
        </div>
        {value.messages.map((message, index) => (
          <JourneyBand
            key={index}
            message={message}
            number={index + 1}
            selectedRow={selectedRow}
            onSelect={(row) => change((now) => withSpan(now, spanIdOf(model, row)))}
          />
        ))}
      </div>
    </section>
  )
}
