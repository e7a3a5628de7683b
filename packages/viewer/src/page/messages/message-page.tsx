import type { VNode } from 'preact'
import type { MessageView } from '../../api/message-view.ts'
import { fetchMessage } from '../client/api.ts'
import { useResource } from '../client/use-resource.ts'
import { CommandText } from '../element/command-text.tsx'
import { CopyButton } from '../element/copy-button.tsx'
import { Facts, Fact } from '../element/facts.tsx'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { Text } from '../element/text.tsx'
import { shellCommand } from '../format/shell-command.ts'
import { formatDateTime, formatTime } from '../format/time.ts'
import { TraceTable } from '../traces/trace-table.tsx'
import { MessageDeliveries } from './message-deliveries.tsx'
import { MessageState } from './message-state.tsx'

/** Everything known about one message of a stream. */
export function MessagePage({
  stream,
  sequence,
}: {
  readonly stream: string
  readonly sequence: number
}): VNode {
  const { value, error, reload } = useResource(`${stream} ${sequence}`, (signal) =>
    fetchMessage(stream, sequence, signal),
  )
  const command = shellCommand(['nats', 'stream', 'get', stream, String(sequence)])
  if (value === undefined && error?.status === 404) {
    return (
      <Notice icon="messages" title={`Nothing is known of message ${sequence} of ${stream}`}>
        <p>No span that the index has read tells of it. {error.hint}</p>
        {command !== undefined && <CommandText text={command} />}
      </Notice>
    )
  }
  if (value === undefined)
    return error === undefined ? <Loading /> : <ErrorNotice error={error} onRetry={reload} />

  return (
    <div class="sheet">
      <Head message={value} command={command} />
      <MessageDeliveries message={value} />
      {value.duplicates.length > 0 && <Duplicates message={value} />}
      <section class="section">
        <h2>Traces</h2>
        <div class="panel">
          <TraceTable traces={value.traces} />
        </div>
      </section>
    </div>
  )
}

function Head({
  message,
  command,
}: {
  readonly message: MessageView
  readonly command: string | undefined
}): VNode {
  const { stream, sequence, subject, state, atMs, messageId, deliveryCount, traceId, spanId } =
    message
  return (
    <section class="section">
      <p class="crumbs">
        <a href="/messages">Messages</a> /{' '}
        <a href={`/messages?stream=${encodeURIComponent(stream)}`}>{stream}</a>
      </p>
      <header class="title">
        <h1>
          <Text value={subject} />
        </h1>
        <MessageState state={state} />
      </header>
      <Facts>
        <Fact term="Stream">
          <span>
            <Text value={stream} />, sequence {sequence}
          </span>
        </Fact>
        <Fact term="Published">{formatDateTime(atMs)}</Fact>
        <Fact term="Message id">
          {messageId === undefined ? 'none' : <Text value={messageId} />}
        </Fact>
        <Fact term="Delivered">
          {deliveryCount === 0
            ? 'nobody told of it'
            : deliveryCount === 1
              ? 'once'
              : `${deliveryCount} times`}
        </Fact>
        <Fact term="Published in">
          <a
            href={spanId === undefined ? `/t/${traceId}` : `/t/${traceId}?span=${spanId}`}
            class="mono"
          >
            {traceId.slice(0, 16)}…
          </a>
        </Fact>
        {command !== undefined && (
          <Fact term="On the command line">
            <code>
              <Text value={command} />
            </code>
            <CopyButton text={command} label="copy the command" />
          </Fact>
        )}
      </Facts>
    </section>
  )
}

function Duplicates({ message }: { readonly message: MessageView }): VNode {
  return (
    <section class="section">
      <h2>Duplicates that the stream dropped</h2>
      <ul class="lines">
        {message.duplicates.map(({ traceId, spanId, atMs }) => (
          <li key={spanId}>
            {formatTime(atMs)}{' '}
            <a class="mono" href={`/t/${traceId}?span=${spanId}`}>
              {traceId.slice(0, 16)}…
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
