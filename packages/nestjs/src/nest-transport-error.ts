/** What {@link NestTransportError} can be about; docs/reference/errors.md says what to do. */
export type NestTransportErrorCode =
  | 'HANDLER_INVALID'
  | 'NOT_CONNECTED'
  | 'OPTION_INVALID'
  | 'PACKAGE_MISSING'

/** The error of this package; programs go by its `code`. */
export class NestTransportError extends Error {
  override readonly name = 'NestTransportError'
  readonly code: NestTransportErrorCode
  /** What to do about it. */
  readonly hint: string

  constructor(
    code: NestTransportErrorCode,
    message: string,
    options: ErrorOptions & { readonly hint: string },
  ) {
    super(message, options)
    this.code = code
    this.hint = options.hint
  }
}
