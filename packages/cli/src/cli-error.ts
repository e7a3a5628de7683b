/** What went wrong, for programs. A code never changes its meaning. */
export type CliErrorCode =
  | 'ARGUMENT_INVALID'
  | 'CONNECTION_FAILED'
  | 'CONTEXT_INVALID'
  | 'CREDENTIALS_INVALID'
  | 'DEAD_LETTER_NOT_FOUND'
  | 'DEMO_FAILED'
  | 'FILE_INVALID'
  | 'FILE_UNWRITABLE'
  | 'INTERRUPTED'
  | 'PUBLISH_FAILED'
  | 'SERVER_TOO_OLD'
  | 'STREAM_UNAVAILABLE'
  | 'TRACE_FAILED'

/** A failure of a command: a sentence and a hint for whoever typed it. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: CliErrorCode
  /** What to do about it. */
  readonly hint: string | undefined

  constructor(
    code: CliErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
