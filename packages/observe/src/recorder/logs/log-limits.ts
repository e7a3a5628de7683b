import { countFromEnv, type Environment } from '../environment.ts'

/** How much a log record may hold; what is more is left out and counted in the record. */
export interface LogLimits {
  /** @default 128 */
  readonly maxAttributes: number
  /** UTF-16 units of a text that is an attribute's value, however deep; the rest is cut off. @default Infinity */
  readonly maxValueLength: number
}

/** OpenTelemetry's own defaults. */
export const DEFAULT_LOG_LIMITS: LogLimits = {
  maxAttributes: 128,
  maxValueLength: Number.POSITIVE_INFINITY,
}

/**
 * The limits that OpenTelemetry's environment variables set: `OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT`
 * and `OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT`, before `OTEL_ATTRIBUTE_COUNT_LIMIT` and
 * `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`. A value that is no whole number of 0 or more is as if it were
 * not set, and `diag` is warned of it.
 */
export function logLimitsFromEnv(env: Environment): LogLimits {
  return {
    maxAttributes:
      countFromEnv(env, 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT') ??
      countFromEnv(env, 'OTEL_ATTRIBUTE_COUNT_LIMIT') ??
      DEFAULT_LOG_LIMITS.maxAttributes,
    maxValueLength:
      countFromEnv(env, 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      countFromEnv(env, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      DEFAULT_LOG_LIMITS.maxValueLength,
  }
}
