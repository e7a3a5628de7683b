import type { RefObject, VNode } from 'preact'
import type { StoredMessage } from '../../api/message-view.ts'
import { openRow } from '../element/open-row.ts'
import { Text } from '../element/text.tsx'
import { formatDateTime, formatMoment } from '../format/time.ts'
import { ROW_LINK } from '../keyboard/use-row-keys.ts'
import { formatRoute } from '../router/route.ts'
import { MessageState } from './message-state.tsx'

/** Messages as rows. */
export function MessageTable(props: {
  readonly messages: readonly StoredMessage[]
  readonly body: RefObject<HTMLTableSectionElement | null>
}): VNode {
  const nowMs = Date.now()
  return (
    <table class="table messages-table">
      <caption class="hidden-text">messages</caption>
      <colgroup>
        <col class="col-time" />
        <col class="col-stream" />
        <col />
        <col class="col-id" />
        <col class="col-count" />
        <col class="col-state" />
        <col class="col-trace" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Stream · sequence</th>
          <th scope="col">Subject</th>
          <th scope="col">Message id</th>
          <th scope="col" class="num">
            Deliveries
          </th>
          <th scope="col">State</th>
          <th scope="col">Trace</th>
        </tr>
      </thead>
      <tbody ref={props.body}>
        {props.messages.map((message) => (
          <Row key={`${message.stream} ${message.sequence}`} message={message} nowMs={nowMs} />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  message,
  nowMs,
}: {
  readonly message: StoredMessage
  readonly nowMs: number
}): VNode {
  const { stream, sequence, subject, atMs, messageId, deliveryCount, state, traceId, spanId } =
    message
  const href = formatRoute({ page: 'message', stream, sequence })

  return (
    <tr onClick={(event) => openRow(event, href)}>
      <td class="time">
        <time dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
          {formatMoment(atMs, nowMs)}
        </time>
      </td>
      <td>
        <a class="row-link" href={href} {...{ [ROW_LINK]: '' }}>
          <Text value={stream} /> <span class="muted">{sequence}</span>
        </a>
      </td>
      <td class="subject">
        <Text value={subject} />
      </td>
      <td class="subject">{messageId === undefined ? '–' : <Text value={messageId} />}</td>
      <td class="num">
        {deliveryCount === 0 ? (
          <span class="muted">–</span>
        ) : deliveryCount > 1 ? (
          `×${deliveryCount}`
        ) : (
          1
        )}
      </td>
      <td>
        <MessageState state={state} />
      </td>
      <td>
        <a
          class="mono trace-link"
          href={spanId === undefined ? `/t/${traceId}` : `/t/${traceId}?span=${spanId}`}
        >
          {traceId.slice(0, 8)}
        </a>
      </td>
    </tr>
  )
}
