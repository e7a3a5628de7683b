import type { JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { addValue } from '@hopscope/observe'
import { readHeader } from '@hopscope/observe/headers'
import { context } from '@opentelemetry/api'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { REPLY_SUBJECT } from '../../send/reply-subject.ts'
import { TransportError } from '../transport-error.ts'
import { connectivityOf } from './connectivity.ts'
import { tellRefused } from './core-commands.ts'
import type { Delivery, Handling } from './delivery.ts'
import type { CommandHandler } from './handler-context.ts'
import { headersOf } from './headers-of.ts'
import { errorReply, replyHeaders, type Reply } from './reply.ts'
import type { Routes } from './routes.ts'
import { runCommand, type CommandResult } from './run-command.ts'
import type { ServiceSettings } from './service-settings.ts'
import { sendReply, sendTraced } from './send-reply.ts'
import { isSettled, settle, type Settling } from './settle.ts'
import { withTimeout } from './with-timeout.ts'

/** Handles commands that come through a stream: the caller waits on an inbox that the message names. */
export function streamCommandHandling(
  connection: NatsConnection,
  settings: ServiceSettings,
  routes: Routes<CommandHandler>,
): Handling<JsMsg> {
  const connectivity = connectivityOf(connection)
  return { run, abandon }

  async function run(delivery: Delivery<JsMsg>): Promise<Error | undefined> {
    const { message, span, signal } = delivery
    const address = addressOf(message)
    if (!address) {
      tellUnanswerable(settings, message)
      settle(message, { kind: 'term', reason: MISSING_HEADERS })
      return new TransportError('HEADER_INVALID', MISSING_HEADERS, { hint: ADDRESS_HINT })
    }
    span?.setAttribute(ATTRIBUTE.conversationId, address.correlationId)
    const { timeoutMs } = settings.rpc
    const result = await withTimeout(signal, timeoutMs, (limited) =>
      runCommand(settings, routes, { message, signal: limited }),
    )
    await connectivity.online()
    // Then the caller was told that the service has stopped.
    if (signal.aborted) return result?.reply.error
    if (!result) return refuseLate(message, address)

    const { reply, refused } = result
    if (refused && reply.error) tellRefused(settings, { message, refused, error: reply.error })
    return finish(message, address, result)
  }

  function finish(message: JsMsg, address: Address, result: CommandResult): Error | undefined {
    const { reply } = result
    const settling = settlingOf(message, result)
    if (reply.error) {
      const failure = send(message.subject, address, reply)
      return failure ?? settle(message, settling) ?? reply.error
    }
    // In this order by contract: who has the reply may rely on the command being done.
    const failure = isSettled(message) ? undefined : settle(message, settling)
    return send(message.subject, address, reply) ?? failure
  }

  function refuseLate(message: JsMsg, address: Address): Error {
    const { timeoutMs } = settings.rpc
    const error = new TransportError('RPC_TIMEOUT', `Handler timeout after ${timeoutMs} ms`, {
      hint: 'have the handler heed its signal, or set rpc.timeoutMs',
    })
    const payload = { status: 'error', message: 'Handler timeout' }
    send(message.subject, address, errorReply(settings, payload, error))
    settle(message, { kind: 'term', reason: 'Handler timeout' })
    return error
  }

  async function abandon({ message }: Delivery<JsMsg>, reason: Error): Promise<void> {
    const address = addressOf(message)
    if (!address || isSettled(message)) return
    send(message.subject, address, errorReply(settings, reason, reason))
    settle(message, { kind: 'term', reason: `Handler error: ${message.subject}` })
  }

  /** Sends a reply; what it returns is why it could not be sent. */
  function send(subject: string, address: Address, reply: Reply): Error | undefined {
    return sendReply(settings, { subject, reply }, (each) => publish(address, each))
  }

  function publish({ replyTo, correlationId }: Address, { payload, error }: Reply): void {
    const headers = replyHeaders(error !== undefined, correlationId)
    const outgoing = { connection, subject: replyTo, payload, headers }
    // Its span is that of a reply, though the inbox has no name of one.
    context.with(addValue(context.active(), REPLY_SUBJECT, replyTo), () =>
      sendTraced(settings, outgoing, (traced) =>
        connection.publish(replyTo, payload, traced && { headers: traced }),
      ),
    )
  }
}

/** Where the reply to a command goes. */
interface Address {
  readonly replyTo: string
  readonly correlationId: string
}

function addressOf(message: JsMsg): Address | undefined {
  const headers = headersOf(message)
  const [replyTo] = readHeader(headers, 'x-reply-to')
  const [correlationId] = readHeader(headers, 'x-correlation-id')
  return replyTo && correlationId && isReplySubject(replyTo)
    ? { replyTo, correlationId }
    : undefined
}

// Who sends a command says where we publish, with our permissions: never to the server's own subjects.
function isReplySubject(subject: string): boolean {
  return /^[^\s.*>$\p{Cc}][^\s.*>\p{Cc}]*(\.[^\s.*>\p{Cc}]+)*$/u.test(subject)
}

const MISSING_HEADERS = 'Missing required headers (reply-to or correlation-id)'
const ADDRESS_HINT = 'have it sent with x-correlation-id and x-reply-to'

function settlingOf({ subject }: JsMsg, { reply, decision, refused }: CommandResult): Settling {
  if (refused === 'NO_HANDLER') return { kind: 'term', reason: `No handler for RPC: ${subject}` }
  if (refused) return { kind: 'term', reason: 'Decode error' }
  if (decision?.kind === 'terminate') return { kind: 'term', reason: decision.reason }
  return reply.error ? { kind: 'term', reason: `Handler error: ${subject}` } : { kind: 'ack' }
}

function tellUnanswerable({ tell }: ServiceSettings, { subject, info }: JsMsg): void {
  tell({
    code: 'COMMAND_UNANSWERABLE',
    message: `a command came to ${subject} without an address to reply to, and was given up`,
    hint: ADDRESS_HINT,
    subject,
    stream: info.stream,
  })
}
