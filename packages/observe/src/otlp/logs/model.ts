import type { AnyValue, AttributeMap, Resource, Scope } from '../model.ts'

/** Log records with who made them, as `ExportLogsServiceRequest` and `LogsData` carry them. */
export interface LogData {
  readonly resourceLogs: readonly ResourceLogs[]
}

/** The log records of one resource. */
export interface ResourceLogs {
  readonly resource: Resource
  readonly scopeLogs: readonly ScopeLogs[]
  readonly schemaUrl?: string
}

/** The log records of one instrumentation scope. */
export interface ScopeLogs {
  readonly scope: Scope
  readonly logRecords: readonly LogRecordData[]
  readonly schemaUrl?: string
}

/** One log record. Times are nanoseconds since 1970 in UTC; ids are lower-case hex. */
export interface LogRecordData {
  /** When it happened; 0 if that is not known. */
  readonly timeUnixNano: bigint
  /** When it was recorded; 0 if that is not known. */
  readonly observedTimeUnixNano: bigint
  /** 1 to 24, four for each of trace, debug, info, warn, error and fatal; 0 if it has none. */
  readonly severityNumber: number
  /** The severity as its source writes it. */
  readonly severityText?: string
  /** What it says: a text, or data. `null` when it says nothing. */
  readonly body: AnyValue
  readonly attributes: AttributeMap
  readonly droppedAttributesCount?: number
  /** The W3C trace flags in the low 8 bits. */
  readonly flags?: number
  /** 32 hex digits; absent when it is part of no trace. */
  readonly traceId?: string
  /** 16 hex digits; absent when it is part of no span. */
  readonly spanId?: string
  /** Makes it an event of that name. */
  readonly eventName?: string
}
