import { errors, nuid } from '@nats-io/nats-core'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { subjectOf } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import { compose, type HeaderLine } from './compose.ts'
import { ackAttributes } from './publish.ts'
import { readReply } from './read-reply.ts'
import type { ReplyInbox } from './reply-inbox.ts'
import { tellIgnored, timeoutOf, type Command } from './request.ts'
import { requestError } from './send-error.ts'
import { ownLines, type Sender } from './sender.ts'
import { startTracedSend, type TracedSend } from './traced-send.ts'

/**
 * Stores a command in the stream of the service, and waits for the reply in the client's inbox.
 *
 * One span says how long it took, from the request to the reply, as for a request by core NATS.
 *
 * @throws {@link TransportError} RPC_FAILED, RPC_TIMEOUT, RPC_NO_RESPONDERS, RPC_DUPLICATE,
 * RPC_INBOX_DENIED, PUBLISH_FAILED, PAYLOAD_INVALID, HEADER_INVALID, NAME_INVALID or CLOSED
 */
export async function requestByJetstream(
  sender: Sender,
  inbox: ReplyInbox,
  { service, pattern, data, timeoutMs }: Command,
): Promise<unknown> {
  const subject = subjectOf('rpc', service, pattern)
  const correlationId = nuid.next()
  const composed = compose(
    sender.codec,
    [
      ...ownLines(sender, subject),
      ['x-correlation-id', correlationId],
      ['x-reply-to', inbox.subject],
    ],
    data,
  )
  const { payload, messageId, record } = composed
  tellIgnored(sender, subject, record, ['scheduleAt', 'ttlNanos'])
  const asked = { subject, timeoutMs: timeoutOf(record, timeoutMs) }

  const send = startTracedSend(sender.connection, {
    operation: 'request',
    subject,
    payload,
    headers: composed.headers,
    natsHeaders: natsLines(messageId, composed.natsHeaders),
    canonicalTrace: sender.canonicalTrace,
    attributes: {
      [ATTRIBUTE.messageId]: messageId,
      [ATTRIBUTE.conversationId]: correlationId,
    },
  })
  try {
    const reply = inbox.expect(correlationId, asked)
    void store(sender, send, { ...asked, payload, messageId }).catch((error: unknown) =>
      inbox.fail(correlationId, requestError(sender.connection, asked, error)),
    )
    const value = readReply(sender.codec, subject, await reply)
    send.end()
    return value
  } catch (error) {
    const failure = requestError(sender.connection, asked, error)
    send.fail(failure)
    throw failure
  }
}

interface Stored {
  readonly subject: string
  readonly payload: Uint8Array
  readonly messageId: string
  readonly timeoutMs: number
}

// The reply is what is waited for: an acknowledgement that is late or lost does not fail the request.
async function store(
  { jetstream }: Sender,
  send: TracedSend,
  { subject, payload, messageId, timeoutMs }: Stored,
): Promise<void> {
  try {
    const { headers } = send
    const ack = await send.run(() =>
      jetstream.publish(subject, payload, { headers, timeout: timeoutMs }),
    )
    send.note(ackAttributes(ack))
    if (ack.duplicate) throw duplicate(subject, messageId)
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error
  }
}

function natsLines(messageId: string, natsHeaders: readonly HeaderLine[]): HeaderLine[] {
  return [['Nats-Msg-Id', messageId], ...natsHeaders]
}

function duplicate(subject: string, messageId: string): TransportError {
  return new TransportError(
    'RPC_DUPLICATE',
    `the stream has a command ${subject} with the id ${messageId} already`,
    { hint: 'wait for the reply to the first, or use another id to have it run again' },
  )
}
