import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { InMemoryTelemetry, type RecordedSpanData } from '@hopscope/observe/testing'
import { connect, type NatsConnection } from '@nats-io/transport-node'

/** A real server, and a traced connection of ours. */
export interface World extends AsyncDisposable {
  readonly url: string
  readonly connection: NatsConnection
  readonly telemetry: InMemoryTelemetry
  /** Waits for the span of that name to end; of several, it is the first. */
  readonly span: (name: string) => Promise<RecordedSpanData>
}

export async function startWorld(): Promise<World> {
  const server = await startNatsServer({ name: 'n1' })
  const telemetry = new InMemoryTelemetry()
  const connection = instrument(await connect({ servers: server.url }), { telemetry, lost: 'off' })
  return {
    url: server.url,
    connection,
    telemetry,
    async span(name) {
      await telemetry.until(() => telemetry.spansNamed(name).length > 0)
      const [span] = telemetry.spansNamed(name)
      if (!span) throw new Error(`there is no span ${name}`)
      return span
    },
    async [Symbol.asyncDispose]() {
      await connection.close()
      await server.stop()
    },
  }
}
