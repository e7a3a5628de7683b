/** The stream that telemetry is stored in. */
export const TELEMETRY_STREAM = 'TELEMETRY'

/** All that {@link TELEMETRY_STREAM} stores. */
export const TELEMETRY_SUBJECTS = 'telemetry.>'

/** Where servers publish their trace events, by an account's `msg_trace`; accounts may each have `telemetry.hops.{account}`. */
export const HOPS_SUBJECT = 'telemetry.hops'

/**
 * Where the spans of a service go: a whole flush in one message, or those of one trace or run, whose
 * id is `group`.
 */
export function spansSubject(service: string, group = 'batch'): string {
  return `telemetry.spans.${subjectToken(service)}.${subjectToken(group)}`
}

/** Where the log records of a service go, by their level. */
export function logsSubject(service: string, level: string): string {
  return `telemetry.logs.${subjectToken(service)}.${subjectToken(level)}`
}

/** Where the metrics of a service go: a whole collection in one message. */
export function metricsSubject(service: string): string {
  return `telemetry.metrics.${subjectToken(service)}.batch`
}

/**
 * A name as one token of a subject: what may not stand there, or would split it, becomes `_`.
 *
 * Two names may become the same token, so the name itself stays in the message.
 */
export function subjectToken(name: string): string {
  return name === '' ? '_' : name.replace(/[^A-Za-z0-9_-]/g, '_')
}
