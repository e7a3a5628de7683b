import { exceptionBehind } from './watch-exceptions.ts'

/**
 * What a failed command is told of: to spans what the handler threw, and to the caller, as `payload`,
 * what Nest's filters made of it.
 *
 * @param answer what the handler's pipeline failed with
 */
export function commandFailure(answer: unknown): Error {
  const exception = exceptionBehind(answer)
  const failure = new Error(messageOf(exception))
  failure.name = exception instanceof Error ? nameOf(exception) : 'Error'
  if (exception instanceof Error && exception.stack) failure.stack = exception.stack
  // An exception that no filter answered says nothing to the caller.
  return answer instanceof Error ? failure : Object.assign(failure, { payload: answer })
}

// Classes of exceptions seldom name themselves: those of Nest are all `Error`.
function nameOf(error: Error): string {
  return error.name === 'Error' ? error.constructor.name : error.name
}

/** What an exception says, whatever was thrown. */
export function messageOf(exception: unknown): string {
  if (exception instanceof Error) return exception.message
  return typeof exception === 'string' ? exception : `a handler threw ${typeof exception}`
}
