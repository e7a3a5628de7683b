import { context as contextApi, createContextKey, type Context } from '@opentelemetry/api'

/**
 * Whether nothing is to be recorded in a context.
 *
 * Any SDK, and ours, sends telemetry in such a context, so that no telemetry of telemetry is made.
 */
export function isSuppressed(context: Context = contextApi.active()): boolean {
  return context.getValue(SUPPRESS_TRACING) === true
}

// OpenTelemetry's core/src/trace/suppress-tracing.ts.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
