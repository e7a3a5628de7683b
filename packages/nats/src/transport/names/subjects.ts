import { checkPattern, checkService } from './check-name.ts'

/** How a message is delivered: to one worker, to every service, in order, or to be answered. */
export type MessageKind = 'event' | 'broadcast' | 'ordered' | 'rpc'

/**
 * What a service is called on the wire: `orders__microservice`.
 *
 * @throws {@link TransportError} NAME_INVALID if it cannot be part of a subject
 */
export function internalName(service: string): string {
  checkService(service)
  return `${service}__microservice`
}

/**
 * The subject of a pattern; broadcasts go to all services, and theirs has no name of a service in it.
 *
 * @throws {@link TransportError} NAME_INVALID if the service or the pattern cannot be part of a subject
 */
export function subjectOf(kind: MessageKind, service: string, pattern: string): string {
  checkPattern(pattern)
  return `${subjectPrefixOf(kind, service)}.${pattern}`
}

/** What the subjects of a kind begin with, without the last dot: `orders__microservice.ev`. */
export function subjectPrefixOf(kind: MessageKind, service: string): string {
  return kind === 'broadcast' ? 'broadcast' : `${internalName(service)}.${SUBJECT_TOKENS[kind]}`
}

const SUBJECT_TOKENS = { event: 'ev', ordered: 'ordered', rpc: 'cmd' } as const

/**
 * The subject that holds a scheduled message until it is due; `id` sets it apart from others.
 *
 * Messages to be delivered in order and commands cannot be scheduled.
 *
 * @throws {@link TransportError} NAME_INVALID if the service, the pattern or the id cannot be part of a subject
 */
export function scheduleSubjectOf(
  kind: 'event' | 'broadcast',
  service: string,
  pattern: string,
  id: string,
): string {
  checkPattern(pattern)
  checkPattern(id)
  return `${schedulePrefixOf(kind, service)}.${pattern}.${id}`
}

/** What the subjects of scheduled messages begin with, without the last dot: `orders__microservice._sch`. */
export function schedulePrefixOf(kind: 'event' | 'broadcast', service: string): string {
  return kind === 'broadcast' ? 'broadcast._sch' : `${internalName(service)}._sch`
}
