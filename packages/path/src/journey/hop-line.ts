import { type SpanEvent } from '@hopscope/observe/otlp'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import { describeLink, type Place } from '../text/describe-link.ts'
import { formatLatency } from '../text/format-duration.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import { type TreeLine } from '../text/tree-line.ts'
import { type JourneyNode } from './assemble-journey.ts'
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
  const { span } = node
  const ingress = kindIn(span.attributes, 'nats.server.ingress.kind')
  const error = textOf(span.attributes, 'nats.server.ingress.error')
  const latency = latencyOf(node, before)
  const notes = [
    ...(error === undefined ? [] : [`✗ ${plainText(error)}`]),
    ...(span.attributes['nats.trace.partial'] === true ? ['the way before it is unknown'] : []),
    ...(latency !== undefined && latency < 0n ? ['clocks differ'] : []),
    ...crossings(node),
    ...refusals(node),
    ...receivers(node),
  ]
  return {
    name: plainText(placeOf(node)?.server ?? '(unnamed server)'),
    arrow: linkArrow(ingress),
    detail: plainText(describeLink(ingress, placeOf(before?.node), placeOf(node) ?? NOWHERE)),
    aligned: true,
    took: latency === undefined ? '' : formatLatency(latency),
    note: notes.join(', '),
    failed: error !== undefined,
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
  const accounts = span.events.flatMap(({ attributes }) => {
    const account = textOf(attributes, 'nats.server.mapping.account')
    return account !== undefined && attributes['nats.server.mapping.to'] === subject
      ? [account]
      : []
  })
  return [...new Set(accounts)].map((account) => `into account ${plainText(account)}`)
}

// A server that is too old to trace has a line of its own below this one.
function refusals({ span }: JourneyNode): readonly string[] {
  return span.events.flatMap(({ attributes }) => {
    const error = egressErrorOf(attributes)
    if (error === undefined || isRemoteTooOld(error)) return []
    const name = textOf(attributes, 'nats.server.egress.name') ?? 'a client'
    return [`✗ ${plainText(name)}: ${plainText(error)}`]
  })
}

// Subscribers that make spans are lines of their own below the server.
function receivers(node: JourneyNode): readonly string[] {
  if (node.children.some(({ role }) => role === 'consumer')) return []
  const names = node.span.events
    .filter((event) => isDelivery(event))
    .map(({ attributes }) =>
      plainText(textOf(attributes, 'nats.server.egress.name') ?? '(unnamed client)'),
    )
  if (names.length === 0) return []
  const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
  return [`to ${names.slice(0, 3).join(', ')}${more}`]
}

function isDelivery({ attributes }: SpanEvent): boolean {
  return (
    attributes['nats.server.egress.kind'] === 'client' &&
    attributes['nats.server.egress.error'] === undefined
  )
}
