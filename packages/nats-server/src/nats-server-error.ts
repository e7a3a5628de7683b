/** What went wrong, for programs: a code never changes its meaning. */
export type NatsServerErrorCode =
  | 'CACHE_UNWRITABLE'
  | 'GATEWAY_DIVERTED'
  | 'OPTION_INVALID'
  | 'PORT_TAKEN'
  | 'SERVER_BIN_INVALID'
  | 'SERVER_NOT_FOUND'
  | 'SERVER_START_FAILED'
  | 'SERVER_TOO_OLD'
  | 'SERVER_UNKNOWN'
  | 'TOPOLOGY_NOT_READY'

/** What a {@link NatsServerError} carries beside its code and message. */
export interface NatsServerErrorDetails {
  /** What to do about it. */
  readonly hint?: string
  /** What was tried, in order, a line each. @default [] */
  readonly attempts?: readonly string[]
  /** What was thrown first. */
  readonly cause?: unknown
}

/**
 * Every failure of this package: {@link NatsServerError.code} for programs, message and hint for
 * people.
 */
export class NatsServerError extends Error {
  /** What went wrong, for programs. */
  readonly code: NatsServerErrorCode
  /** What to do about it; absent when there is nothing to do. */
  readonly hint: string | undefined
  /**
   * What was tried before giving up, in order; empty where nothing but one thing could be tried.
   */
  readonly attempts: readonly string[]

  constructor(code: NatsServerErrorCode, message: string, details: NatsServerErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause })
    this.name = 'NatsServerError'
    this.code = code
    this.hint = details.hint
    this.attempts = details.attempts ?? []
  }
}
