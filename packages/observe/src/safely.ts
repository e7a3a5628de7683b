import { diag } from '@opentelemetry/api'

/**
 * Runs what only observes.
 *
 * What it throws is told to OpenTelemetry's `diag` and not to the application, which has work to do.
 * `doing` says what was being done, such as `ending a span`.
 */
export function safely(doing: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    reportFailure(doing, error)
  }
}

/** The same for work that has a result: `otherwise` takes its place. */
export function safelyGet<T>(doing: string, work: () => T, otherwise: T): T {
  try {
    return work()
  } catch (error) {
    reportFailure(doing, error)
    return otherwise
  }
}

/** Tells OpenTelemetry's `diag` what went wrong while `doing`. */
export function reportFailure(doing: string, error: unknown): void {
  try {
    diag.error(`@hopscope/observe: ${doing} failed`, error)
  } catch {
    // A logger that fails leaves nobody to be told.
  }
}
