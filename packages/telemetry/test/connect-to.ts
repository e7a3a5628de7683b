import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { NatsServer } from '@hopscope/nats-server'

/** A connection to `server`, to be used with `await using`. */
export function connectTo(server: NatsServer): Promise<NatsConnection> {
  return connect({ servers: server.url })
}
