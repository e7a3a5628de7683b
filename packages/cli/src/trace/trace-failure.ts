import { PathError, type PathErrorCode } from '@hopscope/path'
import { CliError } from '../cli-error.ts'

/** Why a message could not be traced, with hints that speak of options rather than of our API. */
export function traceFailure(error: unknown): unknown {
  if (!(error instanceof PathError)) return error
  const hint = HINTS[error.code] ?? error.hint
  return new CliError('TRACE_FAILED', error.message, { hint, cause: error })
}

const HINTS: Readonly<Partial<Record<PathErrorCode, string>>> = {
  CONNECTION_CLOSED: 'check the server, and trace again',
  DRY_RUN_INCOMPLETE:
    'trace without --deliver to see how far the message gets, or allow more time with --timeout',
  PERMISSION_DENIED:
    'tracing publishes to the subject, and needs inboxes: allow both, or name another --inbox-prefix',
  SERVER_SILENT: 'check the server, or allow more time with --timeout',
}
