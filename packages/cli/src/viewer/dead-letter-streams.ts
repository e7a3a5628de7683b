import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** Streams that hold dead letters, told by their names, as in `orders__microservice_dlq-stream`. */
export async function deadLetterStreams(connection: NatsConnection): Promise<readonly string[]> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  const names: string[] = []
  for await (const name of streams.names()) {
    if (/dlq|dead[_-]?letter/i.test(name)) names.push(name)
  }
  return names.toSorted()
}
