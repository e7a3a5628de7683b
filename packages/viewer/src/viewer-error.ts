/** What went wrong, for programs. A code never changes its meaning. */
export type ViewerErrorCode =
  | 'IMPORT_INVALID'
  | 'INDEX_FAILED'
  | 'LIMIT_EXCEEDED'
  | 'NOT_LOOPBACK'
  | 'PAGE_MISSING'
  | 'PORT_UNAVAILABLE'
  | 'QUERY_INVALID'
  | 'QUERY_TIMEOUT'
  | 'STREAM_UNAVAILABLE'

/** Every failure of this package: {@link ViewerError.code} for programs, message and hint for people. */
export class ViewerError extends Error {
  override readonly name = 'ViewerError'
  readonly code: ViewerErrorCode
  /** What to do about it. */
  readonly hint: string | undefined

  constructor(
    code: ViewerErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
