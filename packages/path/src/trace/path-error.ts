/** What went wrong, for programs. A code never changes its meaning. */
export type PathErrorCode =
  | 'CONNECTION_CLOSED'
  | 'DELIVERY_UNKNOWN'
  | 'DRY_RUN_INCOMPLETE'
  | 'HEADER_RESERVED'
  | 'OPTION_INVALID'
  | 'PAYLOAD_TOO_LARGE'
  | 'PERMISSION_DENIED'
  | 'SERVER_SILENT'
  | 'SERVER_TOO_OLD'
  | 'SUBJECT_INVALID'
  | 'SUBJECT_RESERVED'

/** Why a message could not be traced. */
export class PathError extends Error {
  override readonly name = 'PathError'
  readonly code: PathErrorCode
  /** What to do about it. */
  readonly hint: string

  constructor(
    code: PathErrorCode,
    message: string,
    options: { readonly hint: string; readonly cause?: unknown },
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.hint = options.hint
  }
}
