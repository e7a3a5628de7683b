import type { NatsConnection } from '@nats-io/nats-core'
import { connectivityOf } from './connectivity.ts'

/** Whose requests for messages may be denied. */
export interface DeniedRequests {
  readonly connection: NatsConnection
  readonly stream: string
  /** The consumer; absent for any of the stream. */
  readonly name?: string
}

/**
 * Calls `listener` when the connection may not ask for messages: the server answers no such request,
 * so that it looks as if there were none. The returned function ends that.
 */
export function onRequestsDenied(
  { connection, stream, name }: DeniedRequests,
  listener: (error: Error) => void,
): () => void {
  const ofStream = `$JS.API.CONSUMER.MSG.NEXT.${stream}.`
  return connectivityOf(connection).onDenied((subject, error) => {
    const isOurs = name === undefined ? subject.startsWith(ofStream) : subject === ofStream + name
    if (isOurs) listener(error)
  })
}
