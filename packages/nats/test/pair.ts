import '@hopscope/observe/node'
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { instrument, type InstrumentOptions } from '@hopscope/nats'
import { startNatsServer, type NatsServer, type StartOptions } from '@hopscope/nats-server'
import { InMemoryTelemetry } from '@hopscope/observe/testing'

/** A real server with a traced connection and one without tracing. */
export interface Pair extends AsyncDisposable {
  readonly server: NatsServer
  readonly traced: NatsConnection
  readonly plain: NatsConnection
  readonly telemetry: InMemoryTelemetry
}

/** `options` are those of the traced connection, in which a lost context is no warning. */
export async function startPair(
  options: InstrumentOptions = {},
  serverOptions: StartOptions = {},
): Promise<Pair> {
  const server = await startNatsServer({ name: 'n1', ...serverOptions })
  const telemetry = new InMemoryTelemetry()
  const traced = instrument(await connect({ servers: server.url }), {
    telemetry,
    lost: 'off',
    ...options,
  })
  const plain = await connect({ servers: server.url })
  return {
    server,
    traced,
    plain,
    telemetry,
    async [Symbol.asyncDispose]() {
      await Promise.all([traced.close(), plain.close()])
      await server.stop()
    },
  }
}

/** Subscribes on a connection without tracing; the returned function waits for the message. */
export async function listen({ plain }: Pair, subject: string): Promise<() => Promise<Msg>> {
  const subscription = plain.subscribe(subject, { max: 1 })
  await plain.flush()
  return async () => {
    for await (const message of subscription) return message
    throw new Error('the subscription ended without a message')
  }
}
