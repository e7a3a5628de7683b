import { assemble } from '../assemble/assemble.ts'
import type { PermissionViolationError } from '@nats-io/nats-core'
import type { Attempt } from './attempt.ts'
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

/** Not every server answered to the dry run before a delivery, which was not made then. */
export function incomplete(subject: string, { heard }: Pick<Attempt, 'heard'>): PathError {
  const silent = assemble(heard.events).missing.map(({ server }) => server)
  const who = silent.length === 0 ? 'no server reported' : `${silent.join(', ')} did not report`
  return new PathError('DRY_RUN_INCOMPLETE', `the message to ${subject} was not sent: ${who}`, {
    hint: 'trace without deliver to see how far the message gets, or allow more time with timeoutMs',
  })
}

/** What went wrong after a delivery; of a connection that was lost, that the message had left before. */
export function deliveryUnknown(subject: string, error: unknown): unknown {
  if (!(error instanceof PathError) || error.code !== 'CONNECTION_CLOSED') return error
  return new PathError(
    'DELIVERY_UNKNOWN',
    `${error.message}: the message to ${subject} was sent, and may have been delivered`,
    {
      hint: 'look at who is to get it, or at its stream, before you send it again',
      cause: error,
    },
  )
}
