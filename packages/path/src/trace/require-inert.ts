import { isServerSubject } from '../event/is-server-subject.ts'
import { PathError } from './path-error.ts'

/**
 * Refuses subjects on which servers act in a dry run as they would for real: 2.15.1 acknowledges a
 * message, hands out another, and reads its configuration again.
 *
 * @throws {PathError} SUBJECT_RESERVED
 */
export function requireInert(subject: string): void {
  if (!isServerSubject(subject)) return
  throw new PathError(
    'SUBJECT_RESERVED',
    `servers act on ${subject} themselves, also in a dry run`,
    { hint: 'publish it without a trace, or trace a message that is for clients and streams' },
  )
}
