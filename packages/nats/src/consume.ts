import type { Instrumentation } from './instrumentation.ts'
import { runHandler, startProcess, type Process, type ReceivedMessage } from './process.ts'
import type { Source } from './source.ts'
import { isTracedSubject } from './traced-subject.ts'
import { tracedIterator } from './traced-iterator.ts'

/** Starts the span of a message that is about to be handed to the application; nothing if it is not traced. */
function startTraced(
  instrumentation: Instrumentation,
  source: Source,
  message: ReceivedMessage,
): Process | undefined {
  try {
    if (!isTracedSubject(message.subject)) return undefined
    return startProcess(instrumentation, source, message)
  } catch (error) {
    instrumentation.onError(error)
    return undefined
  }
}

/** Calls `handler` for one message, in that message's context. */
export function consumeWith<T>(
  instrumentation: Instrumentation,
  source: Source,
  message: ReceivedMessage,
  handler: () => T,
): T {
  const process = startTraced(instrumentation, source, message)
  return process ? runHandler(process, handler) : handler()
}

/** Makes the loops over `messages`, the object that nats.js returned, run in the context of each message. */
export function traceIteration<M extends ReceivedMessage>(
  instrumentation: Instrumentation,
  source: Source,
  messages: AsyncIterable<M>,
): void {
  const iterate = messages[Symbol.asyncIterator].bind(messages)
  messages[Symbol.asyncIterator] = () =>
    tracedIterator(iterate(), (message) => startTraced(instrumentation, source, message))
}
