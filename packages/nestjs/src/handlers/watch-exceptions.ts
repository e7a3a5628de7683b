import type { ArgumentsHost } from '@nestjs/common'
import { catchError, isObservable, throwError } from 'rxjs'
import { JetstreamContext } from '../jetstream-context.ts'

/**
 * Has it remembered what handlers of this transport threw, from now on in the whole process.
 *
 * Nest answers a handler's exception with what a caller may know of it, and tells nobody else what
 * it was: `Internal server error` would be all that spans and dead letters know. The one place that
 * sees both is wrapped, once; it does what it did for every other transport.
 */
export function watchExceptions(): Promise<void> {
  watching ??= wrapExceptionsHandler()
  return watching
}

/** What a handler threw, of what Nest made of it; the same if Nest made nothing of it. */
export function exceptionBehind(answer: unknown): unknown {
  return isObject(answer) && exceptions.has(answer) ? exceptions.get(answer) : answer
}

let watching: Promise<void> | undefined
const exceptions = new WeakMap<object, unknown>()

interface ExceptionsHandler {
  handle?: (this: unknown, ...given: HandleParameters) => unknown
}

type HandleParameters = [exception: unknown, host: ArgumentsHost, ...rest: unknown[]]

async function wrapExceptionsHandler(): Promise<void> {
  const prototype = await loadExceptionsHandler()
  const handle = prototype?.handle
  if (!prototype || !handle) return

  prototype.handle = function (exception, host, ...rest) {
    const answer = handle.call(this, exception, host, ...rest)
    if (!isObservable(answer) || !host.getArgs().some(isOurs)) return answer

    return answer.pipe(
      catchError((error: unknown) => {
        if (isObject(error)) exceptions.set(error, exception)
        return throwError(() => error)
      }),
    )
  }
}

// The file has no promise of its own: without it, errors are told as Nest tells them to callers.
async function loadExceptionsHandler(): Promise<ExceptionsHandler | undefined> {
  try {
    const file = await import('@nestjs/microservices/exceptions/rpc-exceptions-handler.js')
    const prototype: object = file.RpcExceptionsHandler.prototype
    return prototype
  } catch {
    return undefined
  }
}

function isOurs(argument: unknown): boolean {
  return argument instanceof JetstreamContext
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
