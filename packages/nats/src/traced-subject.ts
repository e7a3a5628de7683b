import { context, createContextKey } from '@opentelemetry/api'

/**
 * Whether messages of `subject` are traced: all are but the server's own, the client's talk with
 * JetStream and services' monitoring, and telemetry itself.
 *
 * A `traceparent` there would make the server trace its own API, and telemetry about telemetry.
 */
export function isTracedSubject(subject: string): boolean {
  return !UNTRACED.some((prefix) => subject.startsWith(prefix))
}

const UNTRACED = ['$JS.', '$SYS.', '$SRV.', 'telemetry.', 'telemetry-dlq.'] as const

/** Whether `subject` is an inbox: somewhere a reply goes once. */
export function isInbox(subject: string, inboxPrefix: string): boolean {
  return subject.startsWith(`${inboxPrefix}.`) || subject.startsWith('_INBOX.')
}

// The key by which OpenTelemetry's SDK marks the work of its exporters (core, suppress-tracing.ts).
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Whether the running code asked not to be traced, as exporters do. */
export function isTracingSuppressed(): boolean {
  return context.active().getValue(SUPPRESS_TRACING) === true
}
