import type { SpanData } from '@hopscope/observe/otlp'
import { settlementOf, textOf } from '@hopscope/path'

/** Why a span failed, by what it says itself; `undefined` if it says nothing. */
export function reasonOf(span: SpanData): string | undefined {
  const { status, attributes, events } = span
  if (status.message !== undefined && status.message !== '') return status.message
  const exception = events.findLast(({ name }) => name === 'exception')?.attributes ?? {}
  return (
    textOf(attributes, 'messaging.nats.dead_letter.reason') ??
    textOf(attributes, 'messaging.nats.store.reason') ??
    textOf(exception, 'exception.message') ??
    textOf(exception, 'exception.type') ??
    settlementOf(span) ??
    textOf(attributes, 'error.type')
  )
}
