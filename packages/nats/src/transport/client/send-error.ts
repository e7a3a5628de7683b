import { errors, type NatsConnection } from '@nats-io/nats-core'
import { JetStreamApiError } from '@nats-io/jetstream'
import { TransportError } from '../transport-error.ts'

/** What became of a message that could not be stored. */
export function publishError(
  connection: NatsConnection,
  subject: string,
  error: unknown,
): TransportError {
  if (error instanceof TransportError) return error
  const cause = rootOf(error)
  // A request that was under way fails with an error that only its text tells from others.
  if (connection.isClosed() || isClosed(cause)) return closedError('the connection', cause)
  if (cause instanceof errors.NoRespondersError) {
    return failed(`no stream takes ${subject}`, cause, 'create the stream, or start the service')
  }
  if (cause instanceof errors.TimeoutError) {
    return failed(
      `no stream has acknowledged ${subject} in time`,
      cause,
      'publish again with the same message id: the message may have been stored',
    )
  }
  const code = cause instanceof JetStreamApiError ? ` (error ${cause.code})` : ''
  return failed(`${subject} was not published: ${messageOf(cause)}${code}`, cause, 'see the cause')
}

/** What became of a request that was not answered. */
export function requestError(
  connection: NatsConnection,
  { subject, timeoutMs }: { readonly subject: string; readonly timeoutMs: number },
  error: unknown,
): TransportError {
  if (error instanceof TransportError) return error
  const cause = rootOf(error)
  if (cause instanceof errors.TimeoutError) return timeoutError(subject, timeoutMs, cause)
  if (cause instanceof errors.NoRespondersError) {
    return new TransportError('RPC_NO_RESPONDERS', `nobody is there to answer ${subject}`, {
      cause,
      hint: 'start the service; for requests by JetStream, its stream must exist',
    })
  }
  return publishError(connection, subject, cause)
}

/** A reply that did not come in time. */
export function timeoutError(
  subject: string,
  timeoutMs: number,
  cause: unknown = new errors.TimeoutError(),
): TransportError {
  return new TransportError('RPC_TIMEOUT', `no reply to ${subject} within ${timeoutMs} ms`, {
    cause,
    hint: 'look at the trace for where it is; give the request more time if the handler needs it',
  })
}

/** Something that is closed, and cannot be used any more. */
export function closedError(what: string, cause?: unknown): TransportError {
  return new TransportError('CLOSED', `${what} is closed`, {
    ...(cause !== undefined && { cause }),
    hint: 'make another client of an open connection',
  })
}

function failed(message: string, cause: unknown, hint: string): TransportError {
  return new TransportError('PUBLISH_FAILED', message, { cause, hint })
}

// nats.js wraps an error once or twice, and the innermost says what happened.
function rootOf(error: unknown): unknown {
  return error instanceof Error && isWrapper(error) ? rootOf(error.cause) : error
}

function isWrapper({ name, cause }: Error): boolean {
  return cause instanceof Error && (name === 'RequestError' || name === 'JetStreamNotEnabled')
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
