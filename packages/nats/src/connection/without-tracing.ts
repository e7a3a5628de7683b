import { context, createContextKey, type Context } from '@opentelemetry/api'

/**
 * Runs `work`, whose messages have no spans and carry no context, also after it has awaited
 * something. It needs a context manager.
 */
export function withoutTracing<T>(work: () => T): T {
  return context.with(context.active().setValue(SUPPRESS_TRACING, true), work)
}

/** Whether the work of a context is not to be traced, as that of exporters is not. */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true
}

// The key by which OpenTelemetry's SDK marks the work of its exporters (core, suppress-tracing.ts).
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
