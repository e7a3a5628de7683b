import type { VNode } from 'preact'
import type { MessageDelivery, MessageView } from '../../api/message-view.ts'
import { Icon, type IconName } from '../element/icon.tsx'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { formatMs } from '../format/duration.ts'
import { formatDateTime } from '../format/time.ts'

/** Who got the message, each attempt a row. */
export function MessageDeliveries({ message }: { readonly message: MessageView }): VNode {
  return (
    <section class="section">
      <h2>Deliveries</h2>
      {message.deliveries.length === 0 ? (
        <p class="muted">No consumer has told of having got it.</p>
      ) : (
        <div class="panel">
          <table class="table">
            <caption class="hidden-text">deliveries</caption>
            <thead>
              <tr>
                <th scope="col">Consumer</th>
                <th scope="col">Service</th>
                <th scope="col" class="num">
                  Attempt
                </th>
                <th scope="col">Since published</th>
                <th scope="col" class="num">
                  Took
                </th>
                <th scope="col">Outcome</th>
                <th scope="col">Error</th>
                <th scope="col">Span</th>
              </tr>
            </thead>
            <tbody>
              {message.deliveries.map((delivery) => (
                <Delivery key={delivery.spanId} delivery={delivery} publishedMs={message.atMs} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Delivery({
  delivery,
  publishedMs,
}: {
  readonly delivery: MessageDelivery
  readonly publishedMs: number
}): VNode {
  const { consumer, service, deliveryCount, atMs, durationMs, outcome, error, traceId, spanId } =
    delivery
  const { icon, tone } = OUTCOMES[outcome]
  return (
    <tr>
      <td>
        <Text value={consumer} />
      </td>
      <td>
        <ServiceName name={service} />
      </td>
      <td class="num">{deliveryCount}</td>
      <td title={formatDateTime(atMs)}>+{formatMs(atMs - publishedMs)}</td>
      <td class="num">{formatMs(durationMs)}</td>
      <td>
        <span class={`badge badge-${tone}`}>
          <Icon name={icon} />
          {outcome}
        </span>
      </td>
      <td title={error}>
        {error === undefined ? <span class="muted">–</span> : <Text value={error} />}
      </td>
      <td>
        <a class="mono trace-link" href={`/t/${traceId}?span=${spanId}`}>
          {spanId.slice(0, 8)}
        </a>
      </td>
    </tr>
  )
}

const OUTCOMES: Readonly<
  Record<MessageDelivery['outcome'], { readonly icon: IconName; readonly tone: string }>
> = {
  ack: { icon: 'check', tone: 'ok' },
  nak: { icon: 'redelivered', tone: 'warn' },
  term: { icon: 'error', tone: 'err' },
  open: { icon: 'clock', tone: 'plain' },
}
