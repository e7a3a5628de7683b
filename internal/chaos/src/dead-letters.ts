import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** A record that was given up. */
export interface DeadLetter {
  readonly data: Uint8Array
  /** As its header tells. */
  readonly reason: string
}

/** Everything that the bridge gave up; nothing if it made no stream for that. */
export async function readDeadLetters(connection: NatsConnection): Promise<readonly DeadLetter[]> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  const last = await countDeadLetters(connection)
  const letters: DeadLetter[] = []
  for (let seq = 1; seq <= last; seq++) {
    const message = await streams.getMessage(STREAM, { seq })
    if (message) {
      letters.push({ data: message.data, reason: message.header.get('x-dead-letter-reason') })
    }
  }
  return letters
}

/** How many records were given up. */
export async function countDeadLetters(connection: NatsConnection): Promise<number> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  for await (const { config, state } of streams.list()) {
    if (config.name === STREAM) return state.last_seq
  }
  return 0
}

const STREAM = 'TELEMETRY_DLQ'
