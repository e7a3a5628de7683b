import { type AttributeMap, type SpanEvent } from '@hopscope/observe/otlp'
import { CONNECTION_KINDS, type ConnectionKind } from '../event/connection-kind.ts'
import { isTerminal } from '../event/trace-event.ts'
import { describeLink, type Place } from '../text/describe-link.ts'
import { formatLatency } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import { type TreeLine } from '../text/tree-line.ts'
import { type JourneyNode } from './assemble-journey.ts'
import { hopNumber, textOf } from './span-role.ts'

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
): Pick<TreeLine, 'name' | 'detail' | 'aligned' | 'note' | 'failed'> & { readonly took: string } {
  const { span } = node
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
    detail: plainText(
      describeLink(ingressKind(span.attributes), placeOf(before?.node), placeOf(node) ?? NOWHERE),
    ),
    aligned: true,
    took: latency === undefined ? '' : formatLatency(latency),
    note: notes.join(', '),
    failed: error !== undefined,
  }
}

/** The servers that a hop sent the message to and of which no span came: a line for each. */
export function missingLines(node: JourneyNode): readonly TreeLine[] {
  const present = new Set(hopsBelow(node).map(({ span }) => hopNumber(span)))
  return node.span.events.flatMap(({ attributes }) => {
    const hop = textOf(attributes, 'nats.server.egress.hop')
    if (hop === undefined || present.has(hop) || isTerminal(errorOf(attributes))) return []
    const name = plainText(textOf(attributes, 'nats.server.egress.name') ?? '(unnamed server)')
    return [
      { name, detail: '✗ did not report', aligned: true, figures: [], failed: true, children: [] },
    ]
  })
}

const NOWHERE: Place = { server: '' }

function placeOf(node: JourneyNode | undefined): Place | undefined {
  const server = node && textOf(node.span.attributes, 'nats.server.name')
  if (node === undefined || server === undefined) return undefined
  return { server, cluster: textOf(node.span.attributes, 'nats.server.cluster') }
}

function ingressKind(attributes: AttributeMap): ConnectionKind {
  const kind = textOf(attributes, 'nats.server.ingress.kind')
  return CONNECTION_KINDS.find((known) => known === kind) ?? 'unknown'
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

function refusals({ span }: JourneyNode): readonly string[] {
  return span.events.flatMap(({ attributes }) => {
    const error = errorOf(attributes)
    const name = textOf(attributes, 'nats.server.egress.name') ?? 'a client'
    return error === undefined ? [] : [`✗ ${plainText(name)}: ${plainText(error)}`]
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

function errorOf(attributes: AttributeMap): string | undefined {
  return textOf(attributes, 'nats.server.egress.error')
}

function hopsBelow(node: JourneyNode): readonly JourneyNode[] {
  return node.children.flatMap((child) => {
    if (child.role === 'hop') return [child]
    return child.role === 'mapping' ? child.children.filter(({ role }) => role === 'hop') : []
  })
}
