import type { Context, TimeInput } from '@opentelemetry/api'

/** What of `@opentelemetry/api-logs` is a log record. */
export interface EmittedLogRecord {
  readonly eventName?: string
  /** @default when it is emitted */
  readonly timestamp?: TimeInput
  /** @default when it is emitted */
  readonly observedTimestamp?: TimeInput
  /** 1 to 24, four for each of trace, debug, info, warn, error and fatal. */
  readonly severityNumber?: number
  readonly severityText?: string
  readonly body?: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
  /** What was thrown: becomes the attributes `exception.*`, where they are not set. */
  readonly exception?: unknown
  /** Its span is the record's. @default the active context */
  readonly context?: Context
}
