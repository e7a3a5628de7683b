import type { NatsServer } from '../launch/nats-server.ts'
import { NatsServerError } from '../nats-server-error.ts'

/**
 * The server of that name, of those there are.
 *
 * @throws {@link NatsServerError} SERVER_UNKNOWN
 */
export function serverNamed(servers: ReadonlyMap<string, NatsServer>, name: string): NatsServer {
  const server = servers.get(name)
  if (server) return server

  throw new NatsServerError('SERVER_UNKNOWN', `there is no server ${name}`, {
    hint: `the servers are ${[...servers.keys()].join(', ')}`,
  })
}
