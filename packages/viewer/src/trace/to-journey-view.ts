import { unwrapReplySubject } from '@hopscope/observe/hop'
import { textOf, type JourneyNode, type JourneySpan } from '@hopscope/path'
import type { JourneyMessage, JourneyView } from '../api/journey-view.ts'
import { shorten } from './attribute.ts'
import { isDeadLetterSpan } from './dead-letter.ts'
import { handOvers } from './hand-over.ts'
import { journeyHops } from './journey-hops.ts'
import { journeyReceivers } from './journey-receivers.ts'
import { journeyStops } from './journey-stops.ts'
import { journeyStores } from './journey-stores.ts'
import { silentClients } from './silent-clients.ts'
import { silentReceivers } from './silent-receivers.ts'
import { publisherName, toMessages, type Message } from './messages.ts'
import { isDryRunSpan } from './row-flags.ts'
import { layRows, type RowOptions, type TraceRows } from './trace-rows.ts'

/** The messages of a trace, each from its publisher to the end of every delivery, by time. */
export function toJourneyView(
  entries: Iterable<JourneySpan>,
  options: RowOptions = {},
): JourneyView {
  const rows = layRows(entries, options)
  const over = handOvers(rows)
  const clientsOf = silentClients(rows)
  const messages = toMessages(rows).flatMap((message) => {
    const stores = journeyStores(rows, message)
    const receivers = [
      ...journeyReceivers(rows, message, { over, stores }),
      ...silentReceivers(message, clientsOf),
    ]
    const node = tellerOf(rows, message)
    if (node === undefined) return []
    const view: JourneyMessage = {
      subject: subjectOf(node),
      row: message.row,
      publisher: rows.services[message.row] ?? publisherName(rows, message) ?? '',
      publishedNs: rows.starts[message.row < 0 ? (message.members[0] ?? 0) : message.row] ?? 0,
      type: typeOf(node),
      ...(isDryRun(rows, message) && { isDryRun: true }),
      hops: journeyHops(rows, message, over),
      stores,
      receivers,
      stops: journeyStops(rows, message),
    }
    return [view]
  })
  return { messages: messages.toSorted((a, b) => a.publishedNs - b.publishedNs || a.row - b.row) }
}

// The publisher, else whoever is the first to tell of the message.
function tellerOf({ nodes }: TraceRows, { row, members }: Message): JourneyNode | undefined {
  const publisher = nodes[row]
  if (publisher !== undefined && publisher.role !== 'missing') return publisher
  for (const member of members) {
    const node = nodes[member]
    if (node !== undefined && node.role !== 'missing') return node
  }
  return undefined
}

function isDryRun({ nodes }: TraceRows, { row, members }: Message): boolean {
  return [row, ...members].some((member) => {
    const node = nodes[member]
    return node !== undefined && node.role !== 'missing' && isDryRunSpan(node.span)
  })
}

function subjectOf({ span }: JourneyNode): string {
  const subject = textOf(span.attributes, 'messaging.destination.name')
  return shorten(subject === undefined ? span.name : unwrapReplySubject(subject))
}

function typeOf(node: JourneyNode): JourneyMessage['type'] {
  const { attributes } = node.span
  if (isDeadLetterSpan(node)) return 'dead-letter'
  const isReply =
    attributes['messaging.operation.name'] === 'reply' ||
    attributes['messaging.destination.temporary'] === true ||
    subjectOf(node).startsWith('_INBOX.')
  return isReply ? 'reply' : 'message'
}
