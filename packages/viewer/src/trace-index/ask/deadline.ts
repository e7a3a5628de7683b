import { ViewerError } from '../../viewer-error.ts'

/** Ends the work on a question that takes too long. */
export interface Deadline {
  /** @throws {@link ViewerError} QUERY_TIMEOUT when the time is over */
  check(): void
}

/** A deadline so many milliseconds from now. */
export function deadlineIn(timeoutMs: number): Deadline {
  const end = performance.now() + timeoutMs
  return {
    check: () => {
      if (performance.now() > end) throw queryTimeout(timeoutMs)
    },
  }
}

/** What is told when a question takes too long. */
export function queryTimeout(timeoutMs: number): ViewerError {
  return new ViewerError('QUERY_TIMEOUT', `the index did not answer within ${timeoutMs} ms`, {
    hint: 'ask for a shorter time range, or name a service, subject or attribute',
  })
}
