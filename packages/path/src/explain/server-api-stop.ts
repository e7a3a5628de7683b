import { isServerSubject } from '../event/is-server-subject.ts'
import type { Problem } from './problem.ts'

/**
 * That a message is for the servers themselves, whose own subscriptions no trace event tells of;
 * `undefined` for any other.
 *
 * @param server the one that tells of the message
 */
export function serverApiStop(subject: string, server: string): Problem | undefined {
  if (!isServerSubject(subject)) return undefined
  return {
    kind: 'server-api',
    severity: 'note',
    server,
    message: `${subject} is a request to the servers themselves, which they do not trace further`,
    hint: 'trace a message rather than a request to an API',
  }
}
