import { startNatsServer, type NatsServer, type StartOptions } from '@hopscope/nats-server'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { RawClient } from './wire/raw-client.ts'
import { WireTap } from './wire/wire-tap.ts'

/** A real server, with a connection of ours to it whose every byte is seen, and others. */
export interface Bench extends AsyncDisposable {
  readonly server: NatsServer
  /** What {@link Bench.connection} writes. */
  readonly tap: WireTap
  /** Goes through the tap. */
  readonly connection: NatsConnection
  /** The other side, which writes what it likes. */
  readonly other: RawClient
  /** For streams and consumers; nothing of it is seen. */
  readonly admin: NatsConnection
  readonly telemetry: InMemoryTelemetry
}

export async function openBench(options: StartOptions = {}): Promise<Bench> {
  await using opening = new AsyncDisposableStack()
  const server = opening.use(await startNatsServer(options))
  const tap = opening.use(await WireTap.open(server.port))
  const other = opening.use(await RawClient.open(server.port))
  const admin = await connect({ servers: server.url })
  opening.defer(() => admin.close())
  const connection = await connect({ servers: tap.url })
  opening.defer(() => connection.close())

  const open = opening.move()
  return {
    server,
    tap,
    connection,
    other,
    admin,
    telemetry: new InMemoryTelemetry(),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
