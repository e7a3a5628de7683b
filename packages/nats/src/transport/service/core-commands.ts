import type { Msg } from '@nats-io/nats-core'
import type { Delivery, Handling } from './delivery.ts'
import type { CommandHandler } from './handler-context.ts'
import { reasonOf, toError } from './reason-of.ts'
import { errorReply, replyHeaders, type Reply } from './reply.ts'
import type { Routes } from './routes.ts'
import { runCommand } from './run-command.ts'
import type { ServiceSettings } from './service-settings.ts'

/** Handles commands that come over core NATS. */
export function coreCommandHandling(
  settings: ServiceSettings,
  routes: Routes<CommandHandler>,
  online: () => Promise<void>,
): Handling<Msg> {
  return {
    async run({ message, signal }) {
      if (!message.reply) {
        tellUnanswerable(settings, message)
        return undefined
      }
      const { reply, refused } = await runCommand(settings, routes, { message, signal })
      await online()
      // Then the caller was told that the service has stopped.
      if (signal.aborted) return reply.error
      if (refused && reply.error) tellRefused(settings, { message, refused, error: reply.error })
      return send(settings, message, reply)
    },
    async abandon({ message }: Delivery<Msg>, reason) {
      if (message.reply) send(settings, message, errorReply(settings, reason, reason))
    },
  }
}

/** Tells of a command that no handler has seen. */
export function tellRefused(
  { tell }: ServiceSettings,
  refusal: {
    readonly message: { readonly subject: string }
    readonly refused: 'NO_HANDLER' | 'PAYLOAD_INVALID'
    readonly error: Error
  },
): void {
  const { message, refused, error } = refusal
  tell({
    code: refused,
    message: error.message,
    hint: 'the caller was told; let both sides have the same patterns and the same codec',
    subject: message.subject,
    cause: error,
  })
}

/** Tells of a reply that could not be sent. */
export function tellReplyFailed({ tell }: ServiceSettings, subject: string, cause: unknown): Error {
  tell({
    code: 'REPLY_FAILED',
    message: `the reply to ${subject} cannot be sent: ${reasonOf(cause)}`,
    hint: 'the caller waits in vain if nothing else reached it; send less, or raise max_payload',
    subject,
    cause,
  })
  return toError(cause)
}

/** Sends a reply; what it returns is what went wrong with the command. */
function send(settings: ServiceSettings, message: Msg, reply: Reply): Error | undefined {
  try {
    respond(message, reply)
    return reply.error
  } catch (cause) {
    const error = tellReplyFailed(settings, message.subject, cause)
    try {
      if (!reply.error) respond(message, errorReply(settings, error, error))
    } catch {
      // The connection is closed.
    }
    return error
  }
}

function respond(message: Msg, { payload, error }: Reply): void {
  const headers = replyHeaders(error !== undefined)
  message.respond(payload, headers && { headers })
}

function tellUnanswerable({ tell }: ServiceSettings, { subject }: Msg): void {
  tell({
    code: 'COMMAND_UNANSWERABLE',
    message: `a command came to ${subject} without a reply subject, and was ignored`,
    hint: 'have it sent as a request; what needs no answer is an event',
    subject,
  })
}
