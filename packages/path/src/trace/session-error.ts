import { type PermissionViolationError } from '@nats-io/nats-core'
import { PathError } from './path-error.ts'

/** The server refused the subject, its trace events or the inbox. */
export function denied(error: PermissionViolationError): PathError {
  const verb = error.operation === 'publish' ? 'publish to' : 'subscribe to'
  return new PathError(
    'PERMISSION_DENIED',
    `the server does not let this user ${verb} ${error.subject}`,
    {
      hint: 'tracing publishes to the subject, and servers report to an inbox (see inboxPrefix) or where the account says: the user subscribes there, and needs to be allowed to publish there',
      cause: error,
    },
  )
}

/** The connection went away. */
export function closed(): PathError {
  return new PathError('CONNECTION_CLOSED', 'the connection was closed while tracing', {
    hint: 'connect again, and trace with that connection',
  })
}

/** The server did not even answer to the subscription. */
export function silent(timeoutMs: number): PathError {
  return new PathError('SERVER_SILENT', `the server did not answer within ${timeoutMs} ms`, {
    hint: 'check the connection, or give it more time with timeoutMs',
  })
}
