import {
  hopWords,
  outcomeWords,
  textOf,
  workNote,
  type JourneyNode,
  type Sender,
} from '@hopscope/path'
import { shorten } from './attribute.ts'
import type { RowNode } from './row-node.ts'
import { serviceOf } from './span-detail.ts'

/** The span's name, or what stands for it. */
export function rowName(node: RowNode): string {
  if (node.role !== 'missing') return shorten(node.span.name)
  return node.server === undefined ? 'missing span' : `hop ${node.server}`
}

/** Who a row is about: the service, or the name of the server or stream. */
export function rowService(node: RowNode): string {
  if (node.role === 'missing') return node.server ?? ''
  const { attributes } = node.span
  if (node.role === 'hop') return shorten(textOf(attributes, 'nats.server.name') ?? '')
  if (node.role !== 'store') return serviceOf(node.resource)
  return shorten(textOf(attributes, 'messaging.nats.stream.name') ?? node.span.name)
}

/**
 * A few words on a row; empty where there is nothing to say.
 *
 * @param sender what a message came from that came to the row
 */
export function rowDetail(node: RowNode, sender: Sender | undefined): string {
  return cut(detailOf(node, sender))
}

const MAX_DETAIL = 300

function detailOf(node: RowNode, sender: Sender | undefined): string {
  switch (node.role) {
    case 'missing':
      return missingDetail(node.isTooOld, node.server)
    case 'hop':
      return hopDetail(node, sender)
    case 'store':
      return storeDetail(node)
    case 'mapping':
      return mappingDetail(node)
    default:
      return workDetail(node)
  }
}

function hopDetail(node: JourneyNode, sender: Sender | undefined): string {
  const { detail, note } = hopWords(node, sender)
  return joined(detail, note)
}

function workDetail(node: JourneyNode): string {
  const { attributes } = node.span
  const stream = textOf(attributes, 'messaging.nats.stream.name')
  const sequence = attributes['messaging.nats.message.stream_sequence']
  const isPublish = node.role !== 'consumer' && stream !== undefined
  const isDuplicate = attributes['messaging.nats.publish.duplicate'] === true
  return joined(
    isPublish && typeof sequence === 'number' ? `${stream} #${sequence}` : undefined,
    isDuplicate ? 'duplicate, not stored again' : undefined,
    workNote(node),
  )
}

function joined(...texts: readonly (string | undefined)[]): string {
  let all = ''
  for (const text of texts) {
    if (text !== undefined && text !== '') all = all === '' ? text : `${all}, ${text}`
  }
  return all
}

function missingDetail(isTooOld: boolean, server: string | undefined): string {
  if (isTooOld) return 'too old to trace'
  return server === undefined ? 'has not arrived' : 'did not report'
}

function storeDetail({ span }: JourneyNode): string {
  const { attributes } = span
  const outcome = textOf(attributes, 'messaging.nats.store.outcome') ?? 'stored'
  const words = outcomeWords(outcome, attributes['nats.trace.dry_run'] === true)
  const reason = textOf(attributes, 'messaging.nats.store.reason')
  return reason === undefined ? words : `${words}: ${reason}`
}

function mappingDetail({ span }: JourneyNode): string {
  const kind = textOf(span.attributes, 'nats.server.mapping.kind') ?? 'subject mapping'
  const account = textOf(span.attributes, 'nats.server.mapping.account')
  return account === undefined ? kind : `${kind} into account ${account}`
}

function cut(text: string): string {
  return text.length <= MAX_DETAIL ? text : `${text.slice(0, MAX_DETAIL).toWellFormed()}…`
}
