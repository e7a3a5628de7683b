import { textOf, type JourneySpan, type SpanWithRole } from '@hopscope/path'
import { isBefore } from './is-before.ts'
import { serviceOf } from './span-detail.ts'

/**
 * The subject that people know a trace by: that of its root, if the root sends or gets a message; else of the first message that
 * the root's service publishes, rather than of one that it asks another service something with; else of the first of any.
 *
 * Who sends a message counts before servers, and those before who gets it: their clocks may differ.
 */
export function traceSubject(
  spans: Iterable<SpanWithRole>,
  root: JourneySpan | undefined,
): string | undefined {
  const own = root && subjectOf(root)
  if (own !== undefined) return own

  const service = root && serviceOf(root.resource)
  let first: SpanWithRole | undefined
  let rank: number = RANKS.none
  for (const entry of spans) {
    if (rank === RANKS.published && !isBefore(entry, first)) continue
    const ownRank = rankOf(entry, service)
    if (ownRank > rank || (ownRank === rank && !isBefore(entry, first))) continue
    if (subjectOf(entry) === undefined) continue
    first = entry
    rank = ownRank
  }
  return first && subjectOf(first)
}

const RANKS = { published: 0, asked: 1, work: 2, hop: 3, consumer: 4, none: 5 } as const

function rankOf({ role, resource, span }: SpanWithRole, service: string | undefined): number {
  if (role === 'store' || role === 'mapping') return Infinity
  if (role !== 'work') return RANKS[role]
  if (service === undefined || serviceOf(resource) !== service) return RANKS.work
  const { 'messaging.operation.name': name, 'messaging.operation.type': type } = span.attributes
  const isPublish = (span.kind === 'producer' || type === 'send') && name !== 'request'
  return isPublish ? RANKS.published : RANKS.asked
}

// An inbox is used once: it says nothing about a trace.
function subjectOf({ span }: JourneySpan): string | undefined {
  const { attributes } = span
  if (attributes['messaging.destination.temporary'] === true) return undefined
  const subject = textOf(attributes, 'messaging.destination.name')
  return subject?.startsWith('_INBOX.') === true || subject?.startsWith('_GR_.') === true
    ? undefined
    : subject
}
