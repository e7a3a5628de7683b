import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'

/** A message of TELEMETRY. */
export interface StoredMessage {
  readonly subject: string
  readonly data: Uint8Array
  readonly header: (name: string) => string
}

/** Every message that TELEMETRY holds, in order. */
export async function storedMessages(
  connection: NatsConnection,
): Promise<readonly StoredMessage[]> {
  const manager = await jetstreamManager(connection)
  const { state } = await manager.streams.info('TELEMETRY')
  const messages: StoredMessage[] = []
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
    const stored = await manager.streams.getMessage('TELEMETRY', { seq })
    if (!stored) continue
    const header = (name: string): string => stored.header.get(name)
    messages.push({ subject: stored.subject, data: stored.data, header })
  }
  return messages
}
