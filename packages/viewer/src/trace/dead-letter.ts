import { isDeadLetter, textOf, type JourneySpan } from '@hopscope/path'

/**
 * Whether a span publishes a dead letter, or tells of a message that is given up: by what it does,
 * else by the header that dead letters have, else by the name of the subject or stream.
 */
export function isDeadLetterSpan({ span }: Pick<JourneySpan, 'span'>): boolean {
  if (isDeadLetter(span)) return true
  const { attributes } = span
  if (attributes['messaging.operation.type'] !== 'send' && span.kind !== 'producer') return false
  if ('messaging.header.x-dead-letter-reason' in attributes) return true
  return (
    isDeadLetterName(textOf(attributes, 'messaging.nats.stream.name')) ||
    isDeadLetterName(textOf(attributes, 'messaging.destination.name'))
  )
}

function isDeadLetterName(name: string | undefined): boolean {
  return name !== undefined && DEAD_LETTERS.test(name)
}

const DEAD_LETTERS = /(?:^|[._-])(?:dlq|dead[_-]?letters?)(?:$|[._-])/i
