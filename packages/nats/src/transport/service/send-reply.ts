import { headers as emptyHeaders, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { startTracedSend } from '../client/traced-send.ts'
import { reasonOf, toError } from './reason-of.ts'
import { errorReply, maskedReply, type Reply } from './reply.ts'
import type { ServiceSettings } from './service-settings.ts'

/**
 * Sends a reply to a command of `subject`. Where it cannot be sent, as it is too large, the caller is
 * told that, and nobody waits in vain; what is returned is why.
 */
export function sendReply(
  settings: ServiceSettings,
  { subject, reply }: { readonly subject: string; readonly reply: Reply },
  send: (reply: Reply) => void,
): Error | undefined {
  try {
    send(reply)
    return undefined
  } catch (cause) {
    const error = tellReplyFailed(settings, subject, cause)
    // An envelope of the application may be too large as well.
    if (!isSent(() => send(errorReply(settings, error, error)))) {
      isSent(() => send(maskedReply(settings, error)))
    }
    return error
  }
}

// Where it is not, the connection is closed.
function isSent(send: () => void): boolean {
  try {
    send()
    return true
  } catch {
    return false
  }
}

function tellReplyFailed({ tell }: ServiceSettings, subject: string, cause: unknown): Error {
  tell({
    code: 'REPLY_FAILED',
    message: `the reply to ${subject} cannot be sent: ${reasonOf(cause)}`,
    hint: 'the caller is told that it failed, if it can be reached; send less, or raise max_payload',
    subject,
    cause,
  })
  return toError(cause)
}

/** A reply on its way out. */
export interface OutgoingReply {
  readonly connection: NatsConnection
  /** Where it goes. */
  readonly subject: string
  readonly payload: Uint8Array
  readonly headers: MsgHdrs | undefined
}

/**
 * Sends a reply with `send`, which the connection gives its trace context; with that in both
 * spellings, where `canonicalTrace` asks for it.
 */
export function sendTraced(
  { canonicalTrace }: ServiceSettings,
  { connection, subject, payload, headers }: OutgoingReply,
  send: (headers: MsgHdrs | undefined) => void,
): void {
  if (!canonicalTrace) return send(headers)

  const traced = startTracedSend(connection, {
    operation: 'reply',
    subject,
    payload,
    headers: headers ?? emptyHeaders(),
    natsHeaders: [],
    canonicalTrace,
    isReply: true,
  })
  try {
    traced.run(() => send(traced.headers.keys().length > 0 ? traced.headers : undefined))
  } catch (error) {
    traced.fail(error)
    throw error
  }
  traced.end()
}
