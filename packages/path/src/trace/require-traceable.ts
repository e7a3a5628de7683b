import { PathError } from './path-error.ts'

/** The little of a NATS connection that tells whether its server can trace. */
export interface ConnectedServer {
  readonly info?: { readonly version: string; readonly server_name: string } | undefined
  isClosed(): boolean
}

/**
 * Refuses servers that would not trace: before 2.11 they do not know the headers, so that a dry
 * run would be delivered.
 *
 * @throws {PathError} CONNECTION_CLOSED or SERVER_TOO_OLD
 */
export function requireTraceable(connection: ConnectedServer): void {
  const { info } = connection
  if (info === undefined || connection.isClosed()) {
    throw new PathError('CONNECTION_CLOSED', 'the connection is closed', {
      hint: 'connect again, and trace with that connection',
    })
  }
  const [major = 0, minor = 0] = info.version.split('.').map((part) => Number.parseInt(part, 10))
  if (major > 2 || (major === 2 && minor >= 11)) return
  throw new PathError(
    'SERVER_TOO_OLD',
    `server ${info.server_name} is ${info.version}, tracing needs 2.11`,
    { hint: `upgrade ${info.server_name}, or connect to a newer server` },
  )
}

/** @throws {PathError} SUBJECT_INVALID unless a message can be published to the subject */
export function requirePublishable(subject: string): void {
  const tokens = subject.split('.')
  if (!/\s/.test(subject) && !tokens.some((token) => ['', '*', '>'].includes(token))) return
  throw new PathError('SUBJECT_INVALID', `"${subject}" is no subject to publish to`, {
    hint: 'name one subject, without wildcards, spaces or empty parts',
  })
}
