import { createContextKey, type Context } from '@opentelemetry/api'
import { toContext } from './to-context.ts'

/**
 * Whether nothing is to be recorded in a context; in the active one, if none is given.
 *
 * Any SDK, and ours, sends telemetry in such a context, so that no telemetry of telemetry is made.
 */
export function isSuppressed(context?: Context): boolean {
  return toContext(context).getValue(SUPPRESS_TRACING) === true
}

// OpenTelemetry's core/src/trace/suppress-tracing.ts.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
