import type { SpanDetail } from '../../../api/span-detail.ts'
import { shellCommand } from '../../format/shell-command.ts'

/**
 * The command of NATS's own tool that looks at the message of a span; absent for a span without one, and where
 * {@link shellCommand} writes none.
 */
export function spanCommand({ attributes }: SpanDetail): string | undefined {
  const valueOf = (key: string): string | undefined =>
    attributes.find((each) => each.key === key)?.value
  const stream = valueOf('messaging.nats.stream.name')
  const sequence = valueOf('messaging.nats.message.stream_sequence')
  if (stream !== undefined && sequence !== undefined) {
    return shellCommand(['nats', 'stream', 'get', stream, sequence])
  }
  const subject = valueOf('messaging.destination.name')
  const isInbox = valueOf('messaging.destination.temporary') === 'true'
  if (subject === undefined || isInbox || subject.startsWith('_INBOX.')) return undefined
  return shellCommand(['nats', 'trace', subject])
}
