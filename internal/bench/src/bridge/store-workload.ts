import { jetstreamManager, StorageType } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { setTimeout as pause } from 'node:timers/promises'
import type { Workload } from './workload.ts'

/** Stores so many messages of a workload in its stream. */
export async function storeWorkload(
  connection: NatsConnection,
  { stream, subject, messages, ...workload }: Workload,
  count: number,
): Promise<void> {
  const { streams } = await jetstreamManager(connection)
  await streams.add({ name: stream, subjects: [subject], storage: StorageType.File })
  const described = headers()
  for (const [name, value] of Object.entries(workload.headers)) described.set(name, value)
  for (let at = 0; at < count; at++) {
    const message = messages[at % messages.length]
    connection.publish(subject, message, described.keys().length > 0 ? { headers: described } : {})
    if (at % 256 === 255) await connection.flush()
  }
  await connection.flush()
  while ((await streams.info(stream)).state.messages < count) await pause(10)
}
