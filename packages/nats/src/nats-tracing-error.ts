/** What {@link NatsTracingError} can be about; docs/reference/errors.md says what to do. */
export type NatsTracingErrorCode = 'CONTEXT_LOST' | 'OPTION_INVALID'

/** The error of this package; programs go by its `code`. */
export class NatsTracingError extends Error {
  override readonly name = 'NatsTracingError'
  readonly code: NatsTracingErrorCode
  /** What to do about it. */
  readonly hint: string

  constructor(
    code: NatsTracingErrorCode,
    message: string,
    options: ErrorOptions & { readonly hint: string },
  ) {
    super(message, options)
    this.code = code
    this.hint = options.hint
  }
}
