import type { ComponentChildren, VNode } from 'preact'
import type { JourneyHop, JourneyMessage, JourneyStore } from '../../../api/journey-view.ts'
import { Icon } from '../../element/icon.tsx'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { formatExact } from '../../format/count.ts'
import { formatNs } from '../../format/duration.ts'
import { HopChain } from './hop-chain.tsx'
import { ReceiverLane } from './receiver-lane.tsx'

/** One message: what each column of the journey has of it. */
export function JourneyBand(props: {
  readonly message: JourneyMessage
  /** Which message of the trace it is, from 1. */
  readonly number: number
  readonly selectedRow: number
  readonly onSelect: (row: number) => void
}): VNode {
  const { message, number, selectedRow, onSelect } = props
  const letters = message.receivers.flatMap(({ deadLetter }) => deadLetter ?? [])
  return (
    <article
      class={`jn-band jn-${message.type}`}
      aria-label={`${message.type} ${number}: ${message.subject}`}
    >
      <header class="jn-title">
        <span class="jn-number">{number}</span>
        <code>
          <Text value={message.subject} />
        </code>
        {message.type !== 'message' && (
          <span class={message.type === 'reply' ? 'badge' : 'badge badge-err'}>{message.type}</span>
        )}
        <span class="jn-after">{formatNs(message.publishedNs)} after the trace began</span>
      </header>
      <div class="jn-columns">
        <Cell name="Publisher">
          <Pick row={message.row} selectedRow={selectedRow} onSelect={onSelect}>
            <ServiceName name={message.publisher} />
          </Pick>
        </Cell>
        <Cell name="Servers and accounts">
          <Hops hops={message.hops} {...props} />
          {message.stops.map((stop, index) => (
            <p key={index} class="jn-stop">
              <Icon name="account-stop" /> <Text value={stop} />
            </p>
          ))}
        </Cell>
        <Cell name="Stream">
          {message.stores.map((store, index) => (
            <Pick key={index} row={store.row} selectedRow={selectedRow} onSelect={onSelect}>
              <Store store={store} publishedNs={message.publishedNs} />
            </Pick>
          ))}
        </Cell>
        <Cell name="Consumers and attempts">
          {message.receivers.map((receiver, index) => (
            <ReceiverLane
              key={index}
              receiver={receiver}
              selectedRow={selectedRow}
              onSelect={onSelect}
            />
          ))}
          {message.receivers.length === 0 && <p class="jn-none">nobody told of handling it</p>}
        </Cell>
        <Cell name="Dead letter">
          {letters.map((letter, index) => (
            <Pick key={index} row={letter.row} selectedRow={selectedRow} onSelect={onSelect}>
              <span class="jn-letter">
                <b>✕ given up</b>
                {letter.reason !== undefined && <Text value={letter.reason} />}
                {letter.stream !== undefined && (
                  <small>
                    kept in <Text value={letter.stream} />
                  </small>
                )}
              </span>
            </Pick>
          ))}
        </Cell>
      </div>
    </article>
  )
}

function Cell({
  name,
  children,
}: {
  readonly name: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <div class="jn-cell" role="group" aria-label={name}>
      {children}
    </div>
  )
}

function Hops(props: {
  readonly hops: readonly JourneyHop[]
  readonly selectedRow: number
  readonly onSelect: (row: number) => void
}): VNode {
  if (props.hops.length === 0) return <p class="jn-none">no server told of it</p>
  return <HopChain {...props} />
}

function Store({
  store,
  publishedNs,
}: {
  readonly store: JourneyStore
  readonly publishedNs: number
}): VNode {
  const isGood = store.outcome === 'stored' || store.outcome === 'would store'
  return (
    <span class="jn-store">
      <b>
        <i aria-hidden="true">--J</i> <Text value={store.stream} />
      </b>
      <span class={isGood ? 'jn-ok' : 'jn-bad'}>
        {isGood ? '✓' : '!'} {store.outcome}
        {store.sequence !== undefined && ` as ${formatExact(store.sequence)}`}
      </span>
      {store.reason !== undefined && <Text value={store.reason} />}
      <small>after {formatNs(store.atNs - publishedNs)}</small>
    </span>
  )
}

/** Something of the journey that has a span: choosing it shows the span. */
function Pick(props: {
  readonly row: number
  readonly selectedRow: number
  readonly onSelect: (row: number) => void
  readonly children: ComponentChildren
}): VNode {
  const { row, selectedRow, onSelect, children } = props
  if (row < 0) return <div class="jn-pick">{children}</div>
  return (
    <button
      type="button"
      class="jn-pick"
      aria-pressed={row === selectedRow}
      onClick={() => onSelect(row)}
    >
      {children}
    </button>
  )
}
