import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Process } from '../receive/process-span.ts'

/** A request as a service gives it to its handler. */
export interface ServiceMessage extends ReceivedMessage {
  respondError?: (code: number, description: string, ...rest: readonly unknown[]) => boolean
}

/** Makes the span of a request one that failed, with the code as `error.type`, if that is the answer. */
export function watchErrors(message: ServiceMessage, process: Process): void {
  const respondError = message.respondError?.bind(message)
  if (!respondError) return
  message.respondError = (code, description, ...rest) => {
    process.fail(String(code), description)
    return respondError(code, description, ...rest)
  }
}
