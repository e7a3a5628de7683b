import type { VNode } from 'preact'
import type { JourneyAttempt, JourneyReceiver } from '../../../api/journey-view.ts'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { formatNs } from '../../format/duration.ts'

/** One who got the message: a row for each attempt, with the wait before it. */
export function ReceiverLane(props: {
  readonly receiver: JourneyReceiver
  readonly selectedRow: number
  readonly onSelect: (row: number) => void
}): VNode {
  const { receiver, selectedRow, onSelect } = props
  const longest = Math.max(
    1,
    ...receiver.attempts.map(({ waitedNs, durationNs }) => Math.max(0, waitedNs) + durationNs),
  )
  return (
    <section class="jn-receiver">
      <header>
        <ServiceName name={receiver.service} />
        {receiver.consumer !== undefined && (
          <small>
            <Text value={receiver.consumer} />
          </small>
        )}
      </header>
      <ol>
        {receiver.attempts.map((attempt, index) => (
          <li key={index}>
            <Attempt
              attempt={attempt}
              longest={longest}
              isFirst={index === 0}
              {...{ selectedRow, onSelect }}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Attempt(
  props: LaneProps & { readonly selectedRow: number; readonly onSelect: (row: number) => void },
): VNode {
  const { attempt, selectedRow, onSelect } = props
  // A requester that got its reply has no span for it.
  if (attempt.row < 0) return <p class="jn-none">✓ got it</p>
  return (
    <button
      type="button"
      class="jn-attempt"
      aria-pressed={attempt.row === selectedRow}
      onClick={() => onSelect(attempt.row)}
    >
      <Lane {...props} />
    </button>
  )
}

interface LaneProps {
  readonly attempt: JourneyAttempt
  /** The longest wait and attempt of the receiver together; nanoseconds. */
  readonly longest: number
  readonly isFirst: boolean
}

function Lane({ attempt, longest, isFirst }: LaneProps): VNode {
  const waited = Math.max(0, attempt.waitedNs)
  const { text, tone } = OUTCOMES[attempt.outcome]
  return (
    <>
      <span class="jn-try">#{attempt.number}</span>
      <span class="jn-lane" aria-hidden="true">
        <i class="jn-wait" style={{ flexGrow: String(waited / longest) }} />
        <i
          class={`jn-bar jn-bar-${tone}`}
          style={{ flexGrow: String(attempt.durationNs / longest) }}
        />
        <i style={{ flexGrow: String(Math.max(0, 1 - (waited + attempt.durationNs) / longest)) }} />
      </span>
      <span class={`jn-outcome jn-${tone}`}>{text}</span>
      <span class="jn-words">
        {waited > 0 && `${isFirst ? 'waited' : 'back-off'} ${formatNs(waited)}, `}
        took {formatNs(attempt.durationNs)}
      </span>
      {attempt.error !== undefined && (
        <span class="jn-reason">
          <Text value={attempt.error} />
        </span>
      )}
    </>
  )
}

const OUTCOMES: Readonly<
  Record<
    JourneyAttempt['outcome'],
    { readonly text: string; readonly tone: 'ok' | 'bad' | 'plain' }
  >
> = {
  ack: { text: '✓ ack', tone: 'ok' },
  nak: { text: '↻ nak', tone: 'bad' },
  term: { text: '✕ term', tone: 'bad' },
  timeout: { text: '✕ timed out', tone: 'bad' },
  open: { text: '… not settled', tone: 'plain' },
  none: { text: 'handled', tone: 'plain' },
}
