/** How an exporter publishes. */
export interface ExporterOptions {
  /**
   * What is published: OTLP, or what DagNats reads: the records it writes today, or those of its first
   * version, which its documentation has.
   *
   * @default 'otlp'
   */
  readonly format?: TelemetryFormat
  /** Messages that wait for their acknowledgement at a time. @default 64 */
  readonly maxInFlight?: number
  /** Time for an acknowledgement, in milliseconds; then the message is published again. @default 2_000 */
  readonly ackTimeoutMs?: number
  /** Publishes of one message before the export fails. @default 5 */
  readonly maxAttempts?: number
  /** `gzip` makes OTLP messages a fifth or less of their size, at some CPU time. @default 'none' */
  readonly compression?: 'none' | 'gzip'
}

/** What an exporter publishes. */
export type TelemetryFormat = 'otlp' | 'dagnats' | 'dagnats-v1'

/** What OpenTelemetry's SDK is told of an export. */
export interface ExportResult {
  /** 0 for success, 1 for failure. */
  readonly code: 0 | 1
  readonly error?: Error
}
