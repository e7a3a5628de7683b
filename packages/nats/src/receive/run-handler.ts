import type { RunIn } from '../connection/handler-runner.ts'
import type { Process } from './process-span.ts'

/** Calls `handler` in the context of a message, and ends the message's span when it is done. */
export function runHandler<M, T>(
  process: Process,
  runIn: RunIn,
  handler: (message: M) => T,
  message: M,
): T {
  let result: T
  try {
    result = runIn(process.context, handler, message)
  } catch (error) {
    process.end(error)
    throw error
  }
  // Not any object with a `then`: that of a query, for one, would run it.
  if (!(result instanceof Promise)) {
    process.end()
    return result
  }
  const done = result.then(
    (value: unknown) => {
      process.end()
      return value
    },
    (error: unknown) => {
      process.end(error ?? new Error('the handler rejected with nothing'))
      throw error
    },
  )
  return done as T
}
