import { countFromEnv, type Environment } from '../environment.ts'

/** How much a span may hold; what is more is left out and counted in the span. */
export interface SpanLimits {
  /** Attributes of a span. @default 128 */
  readonly maxAttributes: number
  /** Events of a span. @default 128 */
  readonly maxEvents: number
  /** Links of a span. @default 128 */
  readonly maxLinks: number
  /** Attributes of one event. @default 128 */
  readonly maxEventAttributes: number
  /** Attributes of one link. @default 128 */
  readonly maxLinkAttributes: number
  /** UTF-16 units of a text that is an attribute's value, or in a list of texts; the rest is cut off. @default Infinity */
  readonly maxValueLength: number
}

/** OpenTelemetry's own defaults. */
export const DEFAULT_SPAN_LIMITS: SpanLimits = {
  maxAttributes: 128,
  maxEvents: 128,
  maxLinks: 128,
  maxEventAttributes: 128,
  maxLinkAttributes: 128,
  maxValueLength: Number.POSITIVE_INFINITY,
}

/**
 * The limits that OpenTelemetry's environment variables set.
 *
 * `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` and `OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT` come before
 * `OTEL_ATTRIBUTE_COUNT_LIMIT` and `OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`. A value that is no whole
 * number of 0 or more is as if it were not set, and `diag` is warned of it.
 */
export function spanLimitsFromEnv(env: Environment): SpanLimits {
  const { maxAttributes, maxEvents, maxLinks, maxEventAttributes, maxLinkAttributes } =
    DEFAULT_SPAN_LIMITS
  return {
    maxAttributes:
      countFromEnv(env, 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT') ??
      countFromEnv(env, 'OTEL_ATTRIBUTE_COUNT_LIMIT') ??
      maxAttributes,
    maxEvents: countFromEnv(env, 'OTEL_SPAN_EVENT_COUNT_LIMIT') ?? maxEvents,
    maxLinks: countFromEnv(env, 'OTEL_SPAN_LINK_COUNT_LIMIT') ?? maxLinks,
    maxEventAttributes: countFromEnv(env, 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT') ?? maxEventAttributes,
    maxLinkAttributes: countFromEnv(env, 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT') ?? maxLinkAttributes,
    maxValueLength:
      countFromEnv(env, 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      countFromEnv(env, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      DEFAULT_SPAN_LIMITS.maxValueLength,
  }
}
