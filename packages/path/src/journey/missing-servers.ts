import { type AttributeMap } from '@hopscope/observe/otlp'
import { type ConnectionKind } from '../event/connection-kind.ts'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import { isTerminal } from '../event/trace-event.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import { DID_NOT_REPORT, TOO_OLD } from '../text/silent-words.ts'
import { type TreeLine } from '../text/tree-line.ts'
import { type JourneyNode } from './assemble-journey.ts'
import { hopNumber, kindIn, textOf } from './span-role.ts'

/** A server that a message was sent on to and of which no span came. */
export interface MissingServer {
  readonly name: string
  /** By what it was sent there. */
  readonly kind: ConnectionKind
  /** The server before said that this one does not trace: nothing is to be expected of it. */
  readonly tooOld: boolean
}

/** The servers that a hop sent the message to and of which no span came. */
export function missingServers(node: JourneyNode): readonly MissingServer[] {
  const present = new Set(hopsBelow(node).map(({ span }) => hopNumber(span)))
  return node.span.events.flatMap(({ attributes }) => {
    const hop = textOf(attributes, 'nats.server.egress.hop')
    const tooOld = isRemoteTooOld(egressErrorOf(attributes) ?? '')
    if (hop === undefined || present.has(hop)) return []
    if (!tooOld && isTerminal(egressErrorOf(attributes))) return []
    const name = plainText(textOf(attributes, 'nats.server.egress.name') ?? '(unnamed server)')
    return [{ name, kind: kindIn(attributes, 'nats.server.egress.kind'), tooOld }]
  })
}

/** The line of a server of which no span came. */
export function missingLine({ name, kind, tooOld }: MissingServer): TreeLine {
  const detail = tooOld ? TOO_OLD : DID_NOT_REPORT
  const arrow = linkArrow(kind)
  return { name, arrow, detail, aligned: true, figures: [], failed: true, children: [] }
}

/** Why the message did not get where an event of a hop says it was sent, or is not heard of there. */
export function egressErrorOf(attributes: AttributeMap): string | undefined {
  return textOf(attributes, 'nats.server.egress.error')
}

function hopsBelow(node: JourneyNode): readonly JourneyNode[] {
  return node.children.flatMap((child) => {
    if (child.role === 'hop') return [child]
    return child.role === 'mapping' ? child.children.filter(({ role }) => role === 'hop') : []
  })
}
