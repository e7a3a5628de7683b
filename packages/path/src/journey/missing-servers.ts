import type { AttributeMap } from '@hopscope/observe/otlp'
import type { ConnectionKind } from '../event/connection-kind.ts'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import { isTerminal } from '../event/trace-event.ts'
import { linkArrow } from '../text/link-arrow.ts'
import { plainText } from '../text/plain-text.ts'
import { DID_NOT_REPORT, TOO_OLD } from '../text/silent-words.ts'
import type { TreeLine } from '../text/tree-line.ts'
import type { JourneyNode } from './assemble-journey.ts'
import { hopNumber, kindIn, textOf } from './span-role.ts'

/** A server that a message was sent on to and of which no span came. */
export interface MissingServer {
  readonly name: string
  /** The number of the hop that it was to report. */
  readonly hop: string
  /** By what it was sent there. */
  readonly kind: ConnectionKind
  /** The server before said that this one does not trace: nothing is to be expected of it. */
  readonly tooOld: boolean
}

/** The servers that a hop sent the message to and of which no span came. */
export function missingServers(node: JourneyNode): readonly MissingServer[] {
  const missing: MissingServer[] = []
  let present: ReadonlySet<string> | undefined
  for (const { attributes } of node.span.events) {
    const hop = textOf(attributes, 'nats.server.egress.hop')
    if (hop === undefined) continue
    present ??= hopsBelow(node)
    if (present.has(hop)) continue
    const error = egressErrorOf(attributes)
    const tooOld = isRemoteTooOld(error ?? '')
    if (!tooOld && isTerminal(error)) continue
    const name = plainText(textOf(attributes, 'nats.server.egress.name') ?? '(unnamed server)')
    missing.push({ name, hop, kind: kindIn(attributes, 'nats.server.egress.kind'), tooOld })
  }
  return missing
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

function hopsBelow({ children }: JourneyNode): ReadonlySet<string> {
  const numbers = new Set<string>()
  for (const { role, span, children: mapped } of children) {
    if (role === 'hop') numbers.add(hopNumber(span))
    if (role !== 'mapping') continue
    for (const below of mapped) if (below.role === 'hop') numbers.add(hopNumber(below.span))
  }
  return numbers
}
