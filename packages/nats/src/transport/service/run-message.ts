import { context, ROOT_CONTEXT, type Context, type Span } from '@opentelemetry/api'
import type { NatsConnection } from '@nats-io/nats-core'
import type { ReceivedMessage } from '../../connection/hooks.ts'
import { instrumentationOf } from '../../connection/instrumentation.ts'
import { contextOf } from '../../receive/context-of.ts'
import { startProcess } from '../../receive/start-process.ts'
import { tracedMessages } from '../../receive/traced-messages.ts'
import { toError } from './reason-of.ts'
import type { Sources } from './sources.ts'

/** Where messages come from. */
export interface MessageOrigin {
  readonly connection: NatsConnection
  readonly sources: Sources
}

/**
 * Runs `work` in the context of a message; the message's span ends when `work` is done, its settlement
 * included, and carries the error that `work` resolves to.
 */
export async function runMessage(
  { connection, sources }: MessageOrigin,
  message: ReceivedMessage,
  work: (span: Span | undefined) => Promise<Error | undefined>,
): Promise<void> {
  const instrumentation = instrumentationOf(connection)
  const source = sources(message.subject)
  const ambient = context.active()
  const process = instrumentation && startProcess(instrumentation, { message, source, ambient })
  try {
    const active = process?.context ?? messageContext(message)
    const error = await context.with(active, work, undefined, process?.span)
    process?.end(error)
  } catch (error) {
    process?.end(toError(error))
  }
}

/** The context of a message; that of one whose headers cannot be read is the root. */
export function messageContext(message: ReceivedMessage): Context {
  try {
    return contextOf(message)
  } catch {
    return ROOT_CONTEXT
  }
}

/** An iterator over `messages` that begins and ends no spans. */
export function untracedIterator<M>(messages: AsyncIterable<M>): AsyncIterableIterator<M> {
  const traced = tracedMessages(messages)
  const iterator = traced
    ? (traced.iterate() as AsyncIterator<M>)
    : messages[Symbol.asyncIterator]()
  return {
    next: () => iterator.next(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
