/** What went wrong, for programs. A code never changes its meaning. */
export type TelemetryErrorCode =
  | 'CALLBACK_FAILED'
  | 'COLLECTOR_CLOSED'
  | 'CONNECTION_CLOSED'
  | 'CONSUMER_UNUSABLE'
  | 'EXPORT_FAILED'
  | 'LOGS_DROPPED'
  | 'METRICS_DROPPED'
  | 'OPTION_INVALID'
  | 'PORT_UNAVAILABLE'
  | 'SPANS_DROPPED'
  | 'STREAM_UNAVAILABLE'
  | 'SUBJECT_TAKEN'
  | 'TELEMETRY_MALFORMED'

/** Every failure of this package: {@link TelemetryError.code} for programs, message and hint for people. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError'
  readonly code: TelemetryErrorCode
  /** What to do about it. */
  readonly hint: string | undefined

  constructor(
    code: TelemetryErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }
}
