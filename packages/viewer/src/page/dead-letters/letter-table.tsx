import type { RefObject, VNode } from 'preact'
import type { DeadLetter } from '../../api/message-view.ts'
import { openRow } from '../element/open-row.ts'
import { Text } from '../element/text.tsx'
import { formatBytes } from '../format/bytes.ts'
import { formatAge, formatDateTime } from '../format/time.ts'
import { ROW_LINK } from '../keyboard/use-row-keys.ts'
import { formatRoute } from '../router/route.ts'

/** Dead letters as rows. */
export function LetterTable(props: {
  readonly letters: readonly DeadLetter[]
  readonly canReplay: boolean
  readonly body: RefObject<HTMLTableSectionElement | null>
  readonly onReplay: (letter: DeadLetter) => void
}): VNode {
  const { letters, canReplay, body, onReplay } = props
  const nowMs = Date.now()
  return (
    <table class="table letters-table">
      <caption class="hidden-text">dead letters</caption>
      <colgroup>
        <col class="col-time" />
        <col />
        <col class="col-letter" />
        <col />
        <col class="col-count" />
        <col class="col-count" />
        <col class="col-trace" />
        {canReplay && <col class="col-action" />}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Age</th>
          <th scope="col">Original subject</th>
          <th scope="col">Dead letter</th>
          <th scope="col">Reason</th>
          <th scope="col" class="num">
            Attempts
          </th>
          <th scope="col" class="num">
            Size
          </th>
          <th scope="col">Trace</th>
          {canReplay && <th scope="col">Action</th>}
        </tr>
      </thead>
      <tbody ref={body}>
        {letters.map((letter) => (
          <Row
            key={`${letter.stream} ${letter.sequence}`}
            letter={letter}
            nowMs={nowMs}
            onReplay={canReplay ? onReplay : undefined}
          />
        ))}
      </tbody>
    </table>
  )
}

function Row(props: {
  readonly letter: DeadLetter
  readonly nowMs: number
  readonly onReplay: ((letter: DeadLetter) => void) | undefined
}): VNode {
  const { letter, nowMs, onReplay } = props
  const {
    stream,
    sequence,
    subject,
    storedAtMs,
    reason,
    originalSubject,
    originalStream,
    deliveryCount,
    traceId,
    spanId,
    payloadBytes,
  } = letter
  const message = formatRoute({ page: 'message', stream, sequence })
  const trace =
    traceId === undefined
      ? undefined
      : `/t/${traceId}${spanId === undefined ? '' : `?span=${spanId}`}`

  return (
    <tr onClick={(event) => openRow(event, trace ?? message)}>
      <td class="time" title={formatDateTime(storedAtMs)}>
        {formatAge(storedAtMs, nowMs)}
      </td>
      <td>
        <a class="row-link" href={trace ?? message} {...{ [ROW_LINK]: '' }}>
          <Text value={originalSubject ?? subject} />
        </a>{' '}
        {originalStream !== undefined && (
          <span class="muted">
            <Text value={originalStream} />
          </span>
        )}
      </td>
      <td>
        <a class="trace-link" href={message}>
          <Text value={stream} /> {sequence}
        </a>
      </td>
      <td title={reason}>
        {reason === undefined ? <span class="muted">not told</span> : <Text value={reason} />}
      </td>
      <td class="num">{deliveryCount ?? '–'}</td>
      <td class="num">{formatBytes(payloadBytes)}</td>
      <td>
        {traceId === undefined || trace === undefined ? (
          <span class="muted">none</span>
        ) : (
          <a class="mono trace-link" href={trace}>
            {traceId.slice(0, 8)}
          </a>
        )}
      </td>
      {onReplay !== undefined && (
        <td>
          <button type="button" class="button" onClick={() => onReplay(letter)}>
            Replay …
          </button>
        </td>
      )}
    </tr>
  )
}
