import type { NatsConnection } from '@nats-io/nats-core'
import type { JetStreamAccess } from '../connect/jetstream-access.ts'

/**
 * The connection as one whose own JetStream is that of a domain, or behind a prefix: for those who
 * ask about streams and know of neither. What is published goes where it always goes.
 */
export function inDomain(
  connection: NatsConnection,
  { domain, apiPrefix = domain && `$JS.${domain}.API` }: JetStreamAccess,
): NatsConnection {
  if (apiPrefix === undefined) return connection
  const request: NatsConnection['request'] = (subject, ...rest) =>
    connection.request(subject.replace(OWN_API, `${apiPrefix}.`), ...rest)
  return new Proxy(connection, {
    get: (target, name) => {
      if (name === 'request') return request
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const OWN_API = /^\$JS\.API\./
