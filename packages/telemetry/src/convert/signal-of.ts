import type { Signal } from '../otlp-http/signal.ts'
import { HOPS_SUBJECT } from '../subjects.ts'

/**
 * The signal of what is stored under a subject, by how the subject begins; `undefined` for another.
 *
 * What servers tell of hops becomes spans, so it belongs to `traces`.
 */
export function signalOf(subject: string): Signal | undefined {
  if (subject.startsWith('telemetry.spans.') || isHops(subject)) return 'traces'
  if (subject.startsWith('telemetry.logs.')) return 'logs'
  return subject.startsWith('telemetry.metrics.') ? 'metrics' : undefined
}

/** Whether a server's trace events are stored under a subject. */
export function isHops(subject: string): boolean {
  return subject === HOPS_SUBJECT || subject.startsWith(HOPS_PREFIX)
}

const HOPS_PREFIX = `${HOPS_SUBJECT}.`
