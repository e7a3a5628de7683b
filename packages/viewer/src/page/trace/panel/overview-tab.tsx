import type { VNode } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import type { Gap } from '../../../api/trace-view.ts'
import { Text } from '../../element/text.tsx'
import { formatCounted, formatShare } from '../../format/count.ts'
import { formatNs } from '../../format/duration.ts'
import { formatDateTime, unixNanoToMs } from '../../format/time.ts'
import { selfTimes } from '../model/self-times.ts'
import { at, type TraceModel } from '../model/trace-model.ts'
import { Facts, type Fact } from './facts.tsx'
import { MessageEnds } from './message-ends.tsx'
import { messageFacts } from './message-facts.ts'

/** What a reader wants to know of a span first. */
export function OverviewTab(props: {
  readonly model: TraceModel
  readonly span: SpanDetail
  readonly row: number
  readonly onOpen: (spanId: string) => void
}): VNode {
  const { model, span, row, onOpen } = props
  const { status } = span
  const exception = span.events.find(({ name }) => name === 'exception')
  const gap = model.view.gaps.find((each) => each.row === row)
  return (
    <>
      {status.code === 'error' && (
        <p class="sp-error">
          <b>✕ Error</b>{' '}
          <Text
            value={status.message ?? attributeOf(exception?.attributes, 'exception.message') ?? ''}
          />
        </p>
      )}
      <Facts
        facts={[
          ...timeFacts(model, span, row, gap),
          ...messageFacts(span).slice(0, 6),
          ...restOf(span),
        ]}
      />
      <MessageEnds model={model} row={row} onOpen={onOpen} />
    </>
  )
}

function timeFacts(
  model: TraceModel,
  span: SpanDetail,
  row: number,
  gap: Gap | undefined,
): readonly Fact[] {
  const durationNs = Number(BigInt(span.endUnixNano) - BigInt(span.startUnixNano))
  const share = durationNs / Math.max(1, model.view.durationNs)
  const facts: Fact[] = [
    { name: 'Duration', value: `${formatNs(durationNs)} · ${formatShare(share)} of the trace` },
  ]
  if (row >= 0) {
    if (at(model.childCounts, row) > 0)
      facts.push({ name: 'Self time', value: formatNs(at(selfTimes(model), row)) })
    facts.push({
      name: 'Starts',
      value: `${formatNs(at(model.starts, row))} after the trace began`,
    })
  }
  if (gap !== undefined) {
    facts.push({
      name: 'Before it',
      value: <Text value={`${gap.label}: ${formatNs(gap.durationNs)}`} />,
    })
  }
  return [...facts, { name: 'Time', value: formatDateTime(unixNanoToMs(span.startUnixNano)) }]
}

function restOf(span: SpanDetail): readonly Fact[] {
  const { scope, droppedCount } = span
  const version = scope.version === undefined ? '' : ` ${scope.version}`
  return [
    { name: 'Kind', value: span.kind },
    { name: 'Status', value: span.status.code },
    ...(scope.name === ''
      ? []
      : [{ name: 'Scope', value: <Text value={`${scope.name}${version}`} /> }]),
    { name: 'Span', value: <code>{span.spanId}</code> },
    ...(span.parentSpanId === undefined
      ? []
      : [{ name: 'Parent', value: <code>{span.parentSpanId}</code> }]),
    ...(droppedCount === 0
      ? []
      : [
          {
            name: 'Dropped',
            value: `${formatCounted(droppedCount, 'entry', 'entries')} by whoever made the span`,
          },
        ]),
  ]
}

function attributeOf(
  attributes: SpanDetail['attributes'] | undefined,
  key: string,
): string | undefined {
  return attributes?.find((each) => each.key === key)?.value
}
