import { context } from '@opentelemetry/api'
import { rememberDelivered } from '../connection/delivered-messages.ts'
import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import type { Deliver } from '../connection/own-subscriptions.ts'
import type { Process } from '../receive/process-span.ts'
import { watchErrors, type ServiceMessage } from './watch-errors.ts'

/** An endpoint's handler, as the application gave it. */
export type Handler = (error: Error | null, message: ServiceMessage) => unknown

/**
 * What takes the places of a service's callback and of the handler that it calls, so that both run
 * in the span of the request: it is the callback that answers when a handler throws.
 *
 * nats.js does not wait for a handler that is `async`. The span does: what the handler rejects with
 * is its error, and stays the unhandled rejection that it is without tracing.
 */
export function handling(
  instrumentation: Instrumentation,
  start: (message: ReceivedMessage) => Process | undefined,
  handle: Handler,
): { readonly deliver: Deliver; readonly handler: Handler } {
  let current: Request | undefined

  return {
    deliver(message, call) {
      const process = start(message)
      if (!process) {
        call()
        return
      }

      const request: Request = { process, isWaiting: false, error: undefined }
      current = request
      try {
        context.with(process.context, call)
      } finally {
        current = undefined
        if (!request.isWaiting) process.end(request.error)
      }
    },
    handler(error, message) {
      const request = current
      if (!request) return handle(error, message)

      const { process } = request
      rememberDelivered(message, { instrumentation, context: process.context })
      watchErrors(message, process)
      try {
        const result = handle(error, message)
        if (!(result instanceof Promise)) return result
        request.isWaiting = true
        return endWith(result, process)
      } catch (thrown) {
        request.error = thrown
        throw thrown
      }
    },
  }
}

/** A request that is being handed over. */
interface Request {
  readonly process: Process
  /** Whether its handler goes on. */
  isWaiting: boolean
  /** What the handler threw; the service answers with it. */
  error: unknown
}

function endWith(result: Promise<unknown>, process: Process): Promise<unknown> {
  return result.then(
    () => process.end(),
    (error: unknown) => {
      process.end(error)
      throw error
    },
  )
}
