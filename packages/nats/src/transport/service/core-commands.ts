import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { TransportError } from '../transport-error.ts'
import { connectivityOf } from './connectivity.ts'
import type { Delivery, Handling } from './delivery.ts'
import type { CommandHandler } from './handler-context.ts'
import { errorReply, replyHeaders, type Reply } from './reply.ts'
import type { Routes } from './routes.ts'
import { runCommand } from './run-command.ts'
import { sendReply, sendTraced } from './send-reply.ts'
import type { ServiceSettings } from './service-settings.ts'

/** Handles commands that come over core NATS. */
export function coreCommandHandling(
  connection: NatsConnection,
  settings: ServiceSettings,
  routes: Routes<CommandHandler>,
): Handling<Msg> {
  const connectivity = connectivityOf(connection)
  return {
    async run({ message, signal }) {
      if (!message.reply) {
        return tellUnanswerable(settings, message)
      }
      const { reply, refused } = await runCommand(settings, routes, { message, signal })
      await connectivity.online()
      // Then the caller was told that the service has stopped.
      if (signal.aborted) return reply.error
      if (refused && reply.error) tellRefused(settings, { message, refused, error: reply.error })
      return send(message, reply) ?? reply.error
    },
    async abandon({ message }: Delivery<Msg>, reason) {
      if (message.reply) send(message, errorReply(settings, reason, reason))
    },
  }

  function send(message: Msg, reply: Reply): Error | undefined {
    const { subject } = message
    return sendReply(settings, { subject, reply }, (each) => respond(message, each))
  }

  function respond(message: Msg, { payload, error }: Reply): void {
    const { reply: subject = '' } = message
    const headers = replyHeaders(error !== undefined)
    sendTraced(settings, { connection, subject, payload, headers }, (traced) =>
      message.respond(payload, traced && { headers: traced }),
    )
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

function tellUnanswerable({ tell }: ServiceSettings, { subject }: Msg): Error {
  const message = `a command came to ${subject} without a reply subject, and was ignored`
  const hint = 'have it sent as a request; what needs no answer is an event'
  tell({ code: 'COMMAND_UNANSWERABLE', message, hint, subject })
  return new TransportError('HEADER_INVALID', message, { hint })
}
