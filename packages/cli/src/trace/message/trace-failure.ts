import { PathError, type PathErrorCode } from '@hopscope/path'
import { CliError } from '../../cli-error.ts'

/** Why a message could not be traced, with hints that speak of options rather than of our API. */
export function traceFailure(error: unknown): unknown {
  if (!(error instanceof PathError)) return error
  const code = MISTAKES.has(error.code) ? 'ARGUMENT_INVALID' : 'TRACE_FAILED'
  const hint = HINTS[error.code] ?? error.hint
  return new CliError(code, error.message, { hint, cause: error })
}

// What whoever typed the command has to correct.
const MISTAKES: ReadonlySet<PathErrorCode> = new Set([
  'HEADER_RESERVED',
  'OPTION_INVALID',
  'PAYLOAD_TOO_LARGE',
  'SUBJECT_INVALID',
  'SUBJECT_RESERVED',
])

const HINTS: Readonly<Partial<Record<PathErrorCode, string>>> = {
  CONNECTION_CLOSED: 'check the server, and trace again',
  DRY_RUN_INCOMPLETE:
    'trace without --deliver to see how far the message gets, or allow more time with --timeout',
  PERMISSION_DENIED:
    'allow it, or trace as another user; --inbox-prefix says where it may have inboxes',
  SERVER_SILENT: 'check the server, or allow more time with --timeout',
}
