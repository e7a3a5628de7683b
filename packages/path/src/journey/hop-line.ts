import type { SpanEvent } from '@hopscope/observe/otlp'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import { describeLink, type Place } from '../text/describe-link.ts'
import { formatLatency } from '../text/format-duration.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import type { TreeLine } from '../text/tree-line.ts'
import type { JourneyNode } from './assemble-journey.ts'
import { egressErrorOf } from './missing-servers.ts'
import { hopNumber, kindIn, textOf } from './span-role.ts'

/** Where a message came from: a server, or the span that published it. */
export interface Sender {
  readonly node: JourneyNode
  /** When it handed the message over, by the number of the next hop; empty unless it is a server. */
  readonly handedOver: ReadonlyMap<string, bigint>
}

/** A span as the sender of what comes below it. */
export function toSender(node: JourneyNode): Sender {
  const handedOver = new Map<string, bigint>()
  for (const { attributes, timeUnixNano } of node.span.events) {
    const hop = textOf(attributes, 'nats.server.egress.hop')
    if (hop !== undefined) handedOver.set(hop, timeUnixNano)
  }
  return { node, handedOver }
}

/** What a server's span says: the server, by what the message came and how long that took. */
export function hopLine(
  node: JourneyNode,
  before: Sender | undefined,
): Pick<TreeLine, 'name' | 'arrow' | 'detail' | 'aligned' | 'note' | 'failed'> & {
  readonly took: string
} {
  const { attributes } = node.span
  const latency = latencyOf(node, before)
  return {
    name: plainText(placeOf(node)?.server ?? '(unnamed server)'),
    arrow: linkArrow(kindIn(attributes, 'nats.server.ingress.kind')),
    ...hopWords(node, before),
    aligned: true,
    took: latency === undefined ? '' : formatLatency(latency),
    failed: textOf(attributes, 'nats.server.ingress.error') !== undefined,
  }
}

/** The words of {@link hopLine}: by what the message came, and what became of it. */
export function hopWords(
  node: JourneyNode,
  before: Sender | undefined,
): Pick<TreeLine, 'detail' | 'note'> {
  const { attributes, events } = node.span
  const ingress = kindIn(attributes, 'nats.server.ingress.kind')
  const error = textOf(attributes, 'nats.server.ingress.error')
  const latency = latencyOf(node, before)
  const notes: string[] = []
  if (error !== undefined) notes.push(`✗ ${plainText(error)}`)
  if (attributes['nats.trace.partial'] === true) notes.push('the way before it is unknown')
  if (latency !== undefined && latency < 0n) notes.push('clocks differ')
  notes.push(...crossings(node), ...refusals(events), ...receivers(node))
  return {
    detail: plainText(describeLink(ingress, placeOf(before?.node), placeOf(node) ?? NOWHERE)),
    note: notes.join(', '),
  }
}

const NOWHERE: Place = { server: '' }

function placeOf(node: JourneyNode | undefined): Place | undefined {
  const server = node && textOf(node.span.attributes, 'nats.server.name')
  if (node === undefined || server === undefined) return undefined
  return { server, cluster: textOf(node.span.attributes, 'nats.server.cluster') }
}

// From when the server before handed the message over, if it tells; else from when that one, or
// the publisher, began with it.
function latencyOf({ span }: JourneyNode, before: Sender | undefined): bigint | undefined {
  if (before === undefined) return undefined
  const sentAt = before.handedOver.get(hopNumber(span)) ?? before.node.span.startTimeUnixNano
  return span.startTimeUnixNano - sentAt
}

// A crossing that gave the message another subject is a span, and so a line, of its own.
function crossings({ span }: JourneyNode): readonly string[] {
  const subject = span.attributes['messaging.destination.name']
  const accounts: string[] = []
  for (const { attributes } of span.events) {
    const account = textOf(attributes, 'nats.server.mapping.account')
    if (account === undefined || accounts.includes(account)) continue
    if (attributes['nats.server.mapping.to'] === subject) accounts.push(account)
  }
  return accounts.map((account) => `into account ${plainText(account)}`)
}

// A server that is too old to trace has a line of its own below this one.
function refusals(events: readonly SpanEvent[]): readonly string[] {
  const notes: string[] = []
  for (const { attributes } of events) {
    const error = egressErrorOf(attributes)
    if (error === undefined || isRemoteTooOld(error)) continue
    const name = textOf(attributes, 'nats.server.egress.name') ?? 'a client'
    notes.push(`✗ ${plainText(name)}: ${plainText(error)}`)
  }
  return notes
}

// Subscribers that make spans are lines of their own below the server.
function receivers(node: JourneyNode): readonly string[] {
  const deliveries = node.span.events.filter((event) => isDelivery(event))
  if (deliveries.length === 0) return []
  if (node.children.some(({ role }) => role === 'consumer')) return []
  const names = deliveries
    .slice(0, 3)
    .map(({ attributes }) =>
      plainText(textOf(attributes, 'nats.server.egress.name') ?? '(unnamed client)'),
    )
  const more = deliveries.length > 3 ? ` and ${deliveries.length - 3} more` : ''
  return [`to ${names.join(', ')}${more}`]
}

function isDelivery({ attributes }: SpanEvent): boolean {
  return (
    attributes['nats.server.egress.kind'] === 'client' &&
    attributes['nats.server.egress.error'] === undefined
  )
}
