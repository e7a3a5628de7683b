import { ViewerError } from '../../viewer-error.ts'
import type { WorkerFailure } from './protocol.ts'

/** An error as it goes from one thread to the other. */
export function toFailure(error: unknown): WorkerFailure {
  if (error instanceof ViewerError) {
    const { code, message, hint } = error
    return { code, message, ...(hint !== undefined && { hint }) }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'INDEX_FAILED', message: `the index failed: ${reason}` }
}

/** The error that went from one thread to the other. */
export function fromFailure({ code, message, hint }: WorkerFailure): ViewerError {
  return new ViewerError(code, message, hint === undefined ? {} : { hint })
}
