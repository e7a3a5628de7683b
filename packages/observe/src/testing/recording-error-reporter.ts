import type { Context } from '@opentelemetry/api'
import type { ErrorReporter } from '../errors/error-reporter.ts'
import type { Level } from '../log/level.ts'
import type { Tags } from '../metrics/metrics.ts'

/** What an error reporter was given. */
export interface RecordedReport {
  /** What was thrown; absent for a message. */
  readonly error?: unknown
  readonly tags?: Tags
  /** The message of `captureMessage`; absent for what was thrown. */
  readonly message?: string
  readonly level?: Level
  readonly context: Context
}

/** An error reporter that tells `record` what it is given, and then reports it by `reporter`. */
export function recordingErrorReporter(
  reporter: ErrorReporter,
  record: (report: RecordedReport) => void,
): ErrorReporter {
  return {
    captureError(context, error, tags) {
      record({ error, context, ...(tags && { tags }) })
      reporter.captureError(context, error, tags)
    },
    captureMessage(context, message, level = 'info') {
      record({ message, level, context })
      reporter.captureMessage(context, message, level)
    },
  }
}
