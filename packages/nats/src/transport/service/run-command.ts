import type { JsMsg } from '@nats-io/jetstream'
import type { Msg } from '@nats-io/nats-core'
import { decode } from './decode.ts'
import { handlerCall, type Decision } from './handler-call.ts'
import type { CommandHandler } from './handler-context.ts'
import { toError } from './reason-of.ts'
import { errorReply, refusal, resultReply, type Reply } from './reply.ts'
import { noHandler, type Routes } from './routes.ts'
import type { ServiceSettings } from './service-settings.ts'

/** What became of a command. */
export interface CommandResult {
  readonly reply: Reply
  /** What the handler wants to become of the message; absent where it did not say. */
  readonly decision: Decision | undefined
  /** Why no handler was called; absent where one was. */
  readonly refused?: 'NO_HANDLER' | 'PAYLOAD_INVALID'
}

/** A command that came. */
export interface Command {
  readonly message: JsMsg | Msg
  readonly signal: AbortSignal
}

/** Calls the handler of a command, and makes its reply; never rejects. */
export async function runCommand(
  settings: ServiceSettings,
  routes: Routes<CommandHandler>,
  { message, signal }: Command,
): Promise<CommandResult> {
  const { subject } = message
  const route = routes.find(subject)
  if (!route) {
    const reply = refusal(settings, noHandler('RPC', subject), `No handler for subject: ${subject}`)
    return { reply, decision: undefined, refused: 'NO_HANDLER' }
  }
  const decoded = decode(settings.codec, message.data)
  if (decoded.error) {
    const reply = refusal(settings, decoded.error, decoded.error.message)
    return { reply, decision: undefined, refused: 'PAYLOAD_INVALID' }
  }
  const call = handlerCall({ kind: 'rpc', pattern: route.pattern, message, signal })
  try {
    const result = await route.handler(decoded.data, call.context)
    return { reply: resultReply(settings, result), decision: call.decision() }
  } catch (thrown) {
    return { reply: errorReply(settings, thrown, toError(thrown)), decision: call.decision() }
  }
}
