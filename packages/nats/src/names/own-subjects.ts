import { isObjectChunk } from './stored-subject.ts'

/**
 * Whether a subject is never traced: the server's own, the client's talk with JetStream, services'
 * monitoring, the chunks of objects, and telemetry itself.
 *
 * A `traceparent` there would make the server trace its own API, and there would be telemetry about
 * telemetry.
 */
export function isSystemSubject(subject: string): boolean {
  return SYSTEM_PREFIXES.some((prefix) => subject.startsWith(prefix)) || isObjectChunk(subject)
}

const SYSTEM_PREFIXES = ['$JS.', '$SYS.', '$SRV.', 'telemetry.', 'telemetry-dlq.'] as const

/**
 * Whether a subject is an inbox: somewhere a reply goes once.
 *
 * `prefix` is the `inboxPrefix` of the connection; others use the one of nats.js. `_R_.` is what a
 * server makes of the inbox of a request that crosses accounts.
 */
export function isInbox(subject: string, prefix: string): boolean {
  return (
    (subject.startsWith(prefix) && subject[prefix.length] === '.') ||
    subject.startsWith('_INBOX.') ||
    subject.startsWith('_R_.')
  )
}

/**
 * Whether a message only keeps a fast ingest going or ends it, and is not stored: an end or a ping,
 * which are operations 3 and 4 in `<inbox>.<batch>.<flow>.<gaps>.<sequence>.<operation>.$FI` (ADR-50).
 */
export function isIngestControl(replySubject: string): boolean {
  return replySubject.endsWith('.3.$FI') || replySubject.endsWith('.4.$FI')
}
