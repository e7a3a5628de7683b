import { type SpanDetail } from '../../../api/span-detail.ts'

/**
 * The command of NATS's own tool that looks at the message of a span; absent for a span without one, and where its
 * names have control characters: those can make a terminal run what is pasted.
 */
export function spanCommand({ attributes }: SpanDetail): string | undefined {
  const valueOf = (key: string): string | undefined =>
    attributes.find((each) => each.key === key)?.value
  const stream = valueOf('messaging.nats.stream.name')
  const sequence = valueOf('messaging.nats.message.stream_sequence')
  if (stream !== undefined && sequence !== undefined) {
    return toCommand(['nats', 'stream', 'get', stream, sequence])
  }
  const subject = valueOf('messaging.destination.name')
  const isInbox = valueOf('messaging.destination.temporary') === 'true'
  if (subject === undefined || isInbox || subject.startsWith('_INBOX.')) return undefined
  return toCommand(['nats', 'trace', subject])
}

function toCommand(words: readonly string[]): string | undefined {
  if (words.some((word) => /\p{Cc}|\p{Cf}/u.test(word))) return undefined
  return words.map((word) => shellWord(word)).join(' ')
}

/** Text that a shell takes as one word, and runs nothing of. */
function shellWord(text: string): string {
  if (/^[\w.,:/@%+=][\w.,:/@%+=-]*$/.test(text)) return text
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
