import { createContextKey, type Context } from '@opentelemetry/api'

/** Whether the work of a context is not to be traced, as that of exporters is not. */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true
}

// OpenTelemetry's SDK suppresses tracing under this name; a key is the same for the same name.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
