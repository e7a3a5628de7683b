import type { SpanData } from '@hopscope/observe/otlp'
import { formatDuration } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import type { TreeLine } from '../text/tree-line.ts'
import type { JourneyNode } from './assemble-journey.ts'
import { textOf } from './span-role.ts'

/** What an application's span says: what it did, which service, which attempt, how it ended. */
export function workLine(
  node: JourneyNode,
): Pick<TreeLine, 'name' | 'detail' | 'note' | 'failed'> & { readonly took: string } {
  const { span, resource } = node
  const failed = hasFailed(span)
  const name = isDeadLetter(span) ? `dead letter ${subjectOf(span)}` : span.name
  return {
    name: plainText(failed ? `✗ ${name}` : name),
    detail: plainText(textOf(resource, 'service.name') ?? ''),
    took: formatDuration(span.endTimeUnixNano - span.startTimeUnixNano),
    note: workNote(node),
    failed,
  }
}

/** Which attempt an application's span was, how it ended and why; empty where there is nothing to say. */
export function workNote({ span }: Pick<JourneyNode, 'span'>): string {
  const settlement = settlementOf(span)
  const attempt = attemptOf(span)
  const isTold = attempt !== undefined && (attempt > 1 || hasFailed(span) || isRefusal(settlement))
  const reason = reasonOf(span)
  const notes = [isTold ? `attempt ${attempt}` : undefined, settlement, reason]
  return plainText(notes.filter((note) => note !== undefined).join(', '))
}

/** Whether an application's span tells of something that went wrong. */
export function hasFailed(span: SpanData): boolean {
  return span.status.code === 'error'
}

/** How a consumer settled a message, by the last event of the span that says so. */
export function settlementOf(span: SpanData): string | undefined {
  for (let index = span.events.length - 1; index >= 0; index--) {
    const name = span.events[index]?.name ?? ''
    const settlement = SETTLEMENT.exec(name.toLowerCase())?.[1]
    if (settlement !== undefined) return settlement
  }
  return undefined
}

/** Whether a span is about a message that is given up and kept for people to look at. */
export function isDeadLetter(span: SpanData): boolean {
  return span.attributes['messaging.operation.name'] === 'dead_letter'
}

// `nak`, and also the likes of `messaging.nats.nak`; `ack_ack` is an ack that waits for its answer.
const SETTLEMENT = /(?:^|[. ])(ack|nak|term)(?:_ack)?$/

function isRefusal(settlement: string | undefined): boolean {
  return settlement === 'nak' || settlement === 'term'
}

function attemptOf({ attributes }: SpanData): number | undefined {
  const count = attributes['messaging.nats.message.delivery_count']
  return typeof count === 'number' ? count : undefined
}

function subjectOf(span: SpanData): string {
  return textOf(span.attributes, 'messaging.destination.name') ?? span.name
}

function reasonOf({ status, events, attributes }: SpanData): string | undefined {
  if (status.message !== undefined && status.message !== '') return status.message
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes ?? {}
  return (
    textOf(exception, 'exception.message') ??
    textOf(exception, 'exception.type') ??
    textOf(attributes, 'error.type')
  )
}
