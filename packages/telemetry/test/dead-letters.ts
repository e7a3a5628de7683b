import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** A dead letter as it is stored. */
export interface StoredLetter {
  readonly subject: string
  readonly data: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** All dead letters of a stream, in order; none if there is no such stream. */
export async function deadLetters(
  connection: NatsConnection,
  stream = 'TELEMETRY_DLQ',
): Promise<readonly StoredLetter[]> {
  const { streams } = await jetstreamManager(connection)
  const info = await streams.info(stream).catch(() => undefined)
  if (!info) return []
  const letters: StoredLetter[] = []
  for (let seq = Math.max(1, info.state.first_seq); seq <= info.state.last_seq; seq++) {
    const stored = await streams.getMessage(stream, { seq })
    if (!stored) continue
    const names = stored.header.keys()
    const headers = Object.fromEntries(names.map((name) => [name, stored.header.get(name)]))
    letters.push({ subject: stored.subject, data: stored.data, headers })
  }
  return letters
}
