import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'

/** A real server with two connections, of which none is instrumented yet. */
export interface World extends AsyncDisposable {
  readonly connection: NatsConnection
  readonly plain: NatsConnection
}

export async function startWorld(): Promise<World> {
  const server = await startNatsServer({ name: 'n1' })
  const connection = await connect({ servers: server.url })
  const plain = await connect({ servers: server.url })
  return {
    connection,
    plain,
    async [Symbol.asyncDispose]() {
      await Promise.all([connection.close(), plain.close()])
      await server.stop()
    },
  }
}

/** A stream `ORDERS` with a consumer `worker`. */
export async function addOrders(connection: NatsConnection): Promise<void> {
  const { streams, consumers } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await consumers.add('ORDERS', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
}
