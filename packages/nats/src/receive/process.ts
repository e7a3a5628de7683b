import { context } from '@opentelemetry/api'
import { withContext } from '../connection/handler-runner.ts'
import { NatsTracingError } from '../nats-tracing-error.ts'
import { contextOf } from './context-of.ts'
import { runHandler } from './run-handler.ts'
import { tracedMessages } from './traced-messages.ts'

/** How {@link process} goes through messages. */
export interface ProcessOptions {
  /** How many messages are handled at a time. @default 1 */
  readonly concurrency?: number
}

/**
 * Handles each of `messages` with `handler`, in the context of its message; done when there are no
 * more, or when one could not be handled.
 *
 * Unlike the body of a `for await` loop, a handler has its message's span to itself, whatever the
 * concurrency: the span ends when the handler is done, and carries what it threw. After a handler has
 * thrown no further message is taken, those that are being handled are waited for, and what was
 * thrown first is thrown. Messages of a connection that is not instrumented are handled in the
 * context of the span that sent them.
 *
 * @throws {@link NatsTracingError} OPTION_INVALID if `concurrency` is not a whole number from 1
 *
 * @example
 * await process(connection.subscribe('orders.new'), (message) => reserve(message), { concurrency: 8 })
 */
export async function process<M extends object>(
  messages: AsyncIterable<M>,
  handler: (message: M) => unknown,
  { concurrency = 1 }: ProcessOptions = {},
): Promise<void> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new NatsTracingError(
      'OPTION_INVALID',
      `concurrency must be a whole number from 1, got ${concurrency}`,
      { hint: 'give the number of messages to handle at a time' },
    )
  }
  const handle = handlerOf(messages, handler)
  const iterator = iteratorOf(messages)
  const failure = firstFailure()
  const running = new Set<Promise<void>>()
  try {
    while (true) {
      const result = await failure.orElse(iterator.next())
      if (result.done) break

      const done = handle(result.value).catch(failure.fail)
      running.add(done)
      void done.finally(() => running.delete(done))
      if (running.size >= concurrency) await failure.orElse(Promise.race(running))
    }
    await failure.orElse(Promise.all(running))
  } catch (error) {
    leave(messages, iterator)
    await Promise.all(running)
    throw error
  }
}

/** The first failure of any handler. */
interface FirstFailure {
  readonly fail: (error: unknown) => void
  /** What `work` comes to, unless a handler fails before. */
  orElse<T>(work: Promise<T>): Promise<T>
}

// A promise that is raced with for each message would remember them all.
function firstFailure(): FirstFailure {
  let failed: { readonly error: unknown } | undefined
  let tell: (error: unknown) => void = () => {}
  return {
    fail(error) {
      failed ??= { error }
      tell(error)
    },
    orElse: (work) =>
      new Promise((resolve, reject) => {
        work.then(resolve, reject)
        tell = reject
        if (failed) reject(failed.error)
      }),
  }
}

// As a loop does: the subscription ends. An iterator that waits for a message only returns with it,
// and is told to stop.
function leave(messages: StoppableMessages, iterator: AsyncIterator<unknown>): void {
  if (messages.unsubscribe) messages.unsubscribe()
  else messages.stop?.()
  iterator.return?.().catch(() => {})
}

interface StoppableMessages extends AsyncIterable<unknown> {
  readonly unsubscribe?: () => void
  readonly stop?: () => void
}

// The iterator of nats.js: the traced one would end a message's span when the next one is asked for.
function iteratorOf<M>(messages: AsyncIterable<M>): AsyncIterator<M> {
  const traced = tracedMessages(messages)
  return traced ? (traced.iterate() as AsyncIterator<M>) : messages[Symbol.asyncIterator]()
}

function handlerOf<M extends object>(
  messages: AsyncIterable<M>,
  handler: (message: M) => unknown,
): (message: M) => Promise<void> {
  const traced = tracedMessages(messages)
  const ambient = context.active()
  return async (message) => {
    const process = traced?.start(message, ambient)
    if (process) await runHandler(process, withContext, async (each) => handler(each), message)
    else await context.with(contextOf(message), () => handler(message))
  }
}
