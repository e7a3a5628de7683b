import { context, type Context } from '@opentelemetry/api'
import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { contextOf } from './context-of.ts'
import type { Process } from './process-span.ts'
import { runHandler } from './run-handler.ts'
import type { Source } from './source.ts'
import { startProcess } from './start-process.ts'
import { rememberMessages } from './traced-messages.ts'
import { tracedIterator } from './traced-iterator.ts'

/** Calls `handler` for one message, in that message's context. */
export function consumeWith<M extends ReceivedMessage, T>(
  instrumentation: Instrumentation,
  source: Source | undefined,
  message: M,
  handler: (message: M) => T,
): T {
  const process = startProcess(instrumentation, { message, source })
  // nats.js calls in the context of connect(), which has nothing to do with the message.
  return process
    ? runHandler(process, instrumentation.runIn, handler, message)
    : context.with(contextOf(message), handler, undefined, message)
}

/** Makes the loops over `messages`, the object that nats.js returned, run in the context of each message. */
export function traceIteration<M extends ReceivedMessage>(
  instrumentation: Instrumentation,
  source: Source | undefined,
  messages: AsyncIterable<M>,
): void {
  traceIterationBy(messages, (message, ambient) =>
    startProcess(instrumentation, { message, source, ambient }),
  )
}

/** The same, where `start` knows better how the span of a message begins. */
export function traceIterationBy<M extends object>(
  messages: AsyncIterable<M>,
  start: (message: M, ambient: Context) => Process | undefined,
): void {
  const iterate = messages[Symbol.asyncIterator].bind(messages)
  rememberMessages(messages, { iterate, start })
  messages[Symbol.asyncIterator] = () => tracedIterator(iterate(), start)
}
