import type { VNode } from 'preact'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { formatCounted } from '../../format/count.ts'
import { formatNs } from '../../format/duration.ts'
import { consumersOf, publisherOf } from '../model/message-ends.ts'
import {
  at,
  detailOf,
  hasFlag,
  nameOf,
  serviceOf,
  spanIdOf,
  type TraceModel,
} from '../model/trace-model.ts'

/** So many attempts are listed; the waterfall has the rest. */
const MAX_SHOWN = 12

/** The other ends of a span's message within the trace: who published it, and who consumed it. */
export function MessageEnds(props: {
  readonly model: TraceModel
  readonly row: number
  readonly onOpen: (spanId: string) => void
}): VNode {
  const { model, row, onOpen } = props
  const publisher = publisherOf(model, row)
  const consumers = consumersOf(model, row)
  return (
    <>
      {publisher >= 0 && <Ends title="Published by" rows={[publisher]} {...{ model, onOpen }} />}
      {consumers.length > 0 && <Ends title="Consumed by" rows={consumers} {...{ model, onOpen }} />}
    </>
  )
}

function Ends(props: {
  readonly title: string
  readonly rows: readonly number[]
  readonly model: TraceModel
  readonly onOpen: (spanId: string) => void
}): VNode {
  const { title, rows } = props
  return (
    <>
      <h3>{title}</h3>
      <ul class="sp-links" aria-label={title}>
        {rows.slice(0, MAX_SHOWN).map((row) => (
          <li key={row}>
            <End {...props} row={row} />
          </li>
        ))}
        {rows.length > MAX_SHOWN && (
          <li class="sp-none">{formatCounted(rows.length - MAX_SHOWN, 'more attempt')}</li>
        )}
      </ul>
    </>
  )
}

function End(props: {
  readonly model: TraceModel
  readonly row: number
  readonly onOpen: (spanId: string) => void
}): VNode {
  const { model, row, onOpen } = props
  const spanId = spanIdOf(model, row)
  const isError = hasFlag(model, row, 'error')
  const words = [detailOf(model, row), formatNs(at(model.durations, row))].filter(Boolean)
  return (
    <button
      type="button"
      class="sp-link"
      title="Select this span"
      disabled={spanId === undefined}
      onClick={() => spanId !== undefined && onOpen(spanId)}
    >
      <ServiceName name={serviceOf(model, row)} />
      <span>
        <Text value={nameOf(model, row)} />
      </span>
      <small class={isError ? 'wf-err' : ''}>
        {isError && '✕ '}
        <Text value={words.join(' · ')} />
      </small>
    </button>
  )
}
