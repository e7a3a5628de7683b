import { hasFailed, settlementOf, textOf, type JourneyNode } from '@hopscope/path'
import { ROW_FLAGS } from '../api/trace-view.ts'
import { isDeadLetterSpan } from './dead-letter.ts'
import type { RowNode } from './row-node.ts'

/** The bits of {@link ROW_FLAGS} that hold for a row. */
export function rowFlags(node: RowNode): number {
  return node.role === 'missing' ? 0 : spanFlags(node)
}

/** As {@link rowFlags}, of a span. */
export function spanFlags(entry: Pick<JourneyNode, 'span'>): number {
  const { events, links, traceId } = entry.span
  let flags = 0
  if (isFailed(entry)) flags |= ROW_FLAGS.error
  if (deliveryCountOf(entry) > 1) flags |= ROW_FLAGS.redelivered
  if (isGivenUp(entry) || isDeadLetterSpan(entry)) flags |= ROW_FLAGS.deadLetter
  if (isBroken(entry)) flags |= ROW_FLAGS.brokenContext
  if (events.length > 0) flags |= ROW_FLAGS.hasEvents
  if (links.length > 0) flags |= ROW_FLAGS.hasLinks
  if (isDryRunSpan(entry.span)) flags |= ROW_FLAGS.dryRun
  if (links.some((link) => link.traceId !== traceId)) flags |= ROW_FLAGS.linksOut
  return flags
}

/** Whether a span is of a message that was traced without being delivered. */
export function isDryRunSpan({ attributes }: JourneyNode['span']): boolean {
  return attributes['nats.trace.dry_run'] === true
}

/** Whether a span failed, or a stream rejected the message. */
export function isFailed({ span }: Pick<JourneyNode, 'span'>): boolean {
  return hasFailed(span) || span.attributes['messaging.nats.store.outcome'] === 'rejected'
}

/** Which delivery of its message a span is about; 0 if it tells of none. */
export function deliveryCountOf({ span }: Pick<JourneyNode, 'span'>): number {
  const count = span.attributes['messaging.nats.message.delivery_count']
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0
}

/** Whether a handler gave its message up: it is not to come again. */
export function isGivenUp({ span }: Pick<JourneyNode, 'span'>): boolean {
  if (textOf(span.attributes, 'messaging.nats.dead_letter.outcome') !== undefined) return true
  return span.kind === 'consumer' && settlementOf(span) === 'term'
}

/** Whether the message of a span came without the context it should have had. */
function isBroken({ span }: Pick<JourneyNode, 'span'>): boolean {
  const context = textOf(span.attributes, 'nats.trace.context')
  return context !== undefined && BROKEN.has(context)
}

// With others the message still has its context, as when a server that has traced it disables more.
const BROKEN: ReadonlySet<string> = new Set(['missing', 'malformed', 'duplicate'])
