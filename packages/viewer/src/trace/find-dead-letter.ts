import { textOf, type JourneyNode } from '@hopscope/path'
import type { JourneyReceiver } from '../api/journey-view.ts'
import { isDeadLetterSpan } from './dead-letter.ts'
import type { Attempt } from './attempt.ts'
import { reasonOf } from './reason-of.ts'
import { isGivenUp } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import type { TraceRows } from './trace-rows.ts'

/**
 * What became of a message that a receiver gave up: the dead letter that its last attempt published,
 * else what that attempt says, else the span of a service that gave it up on behalf of the stream.
 *
 * @param obituaries spans that tell of the same message being given up where nobody handled it
 */
export function findDeadLetter(
  { nodes }: TraceRows,
  attempts: readonly Attempt[],
  obituaries: readonly Attempt[],
): JourneyReceiver['deadLetter'] {
  const letters = new Map(lettersBelow(nodes, attempts))
  for (const { row, node } of attempts.toReversed()) {
    const letter = letters.get(row)
    if (letter !== undefined || isGivenUp(node)) {
      const reason = reasonOf(node.span)
      return toDeadLetter(letter ?? { row, node }, reason, streamOf(node))
    }
  }
  const own = obituaries.find(({ node }) => isFrom(node, attempts[0]?.node))
  return own && toDeadLetter(own, reasonOf(own.node.span), undefined)
}

function toDeadLetter(
  { row, node }: Attempt,
  reason: string | undefined,
  told: string | undefined,
): JourneyReceiver['deadLetter'] {
  const published = node.role === 'consumer' ? undefined : textOf(node.span.attributes, STREAM)
  const stream = told ?? published
  return {
    row,
    ...(reason !== undefined && { reason }),
    ...(stream !== undefined && { stream }),
  }
}

const STREAM = 'messaging.nats.stream.name'

// Below each attempt, the first dead letter that it published, at whatever depth of its own work.
function lettersBelow(
  nodes: TraceRows['nodes'],
  attempts: readonly Attempt[],
): readonly (readonly [row: number, letter: Attempt])[] {
  return attempts.flatMap(({ row, node }) => {
    let at = row
    for (const below of ownWork(node)) {
      at = nodes.indexOf(below, at)
      if (at < 0) return []
      if (isDeadLetterSpan(below)) return [[row, { row: at, node: below }] as const]
    }
    return []
  })
}

function* ownWork(consumer: JourneyNode): Generator<JourneyNode> {
  const stack = consumer.children.toReversed()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.role !== 'work') continue
    yield node
    for (const child of node.children.toReversed()) stack.push(child)
  }
}

function streamOf(node: JourneyNode): string | undefined {
  return textOf(node.span.attributes, 'messaging.nats.dead_letter.stream')
}

function isFrom(node: JourneyNode, consumer: JourneyNode | undefined): boolean {
  return (
    consumer !== undefined &&
    serviceOf(node.resource) === serviceOf(consumer.resource) &&
    textOf(node.span.attributes, STREAM) === textOf(consumer.span.attributes, STREAM)
  )
}
