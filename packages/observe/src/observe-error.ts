/** What went wrong, for programs. A code never changes its meaning. */
export type ObserveErrorCode =
  | 'HEADER_INVALID'
  | 'HEADER_RESERVED'
  | 'MESSAGE_ID_TWICE'
  | 'PARENT_INVALID'
  | 'SCHEDULE_INVALID'
  | 'TIMEOUT_INVALID'
  | 'TTL_INVALID'

/** A mistake of the caller of `@hopscope/observe`; tracing itself never throws. */
export class ObserveError extends Error {
  override readonly name = 'ObserveError'
  readonly code: ObserveErrorCode
  /** What to do about it. */
  readonly hint: string

  constructor(code: ObserveErrorCode, message: string, options: { readonly hint: string }) {
    super(message)
    this.code = code
    this.hint = options.hint
  }
}
