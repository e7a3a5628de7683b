import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { startFastIngest } from '@nats-io/jetstream/internal'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Operation } from '../operation.ts'

/** Publishing many messages to a stream at once. */
export const BATCHES: readonly Operation[] = [
  {
    name: 'a batch',
    async run({ traced, plain }) {
      await addStream(plain, 'batched')
      const batch = await jetstream(traced).startBatch('batched.1', 'x')
      batch.add('batched.2', 'x')
      await batch.add('batched.3', 'x', { ack: true })
      await batch.commit('batched.4', 'x')
    },
  },
  {
    name: 'a fast ingest',
    async run({ traced, plain }) {
      await addStream(plain, 'ingested')
      const ingest = await startFastIngest(traced, 'ingested.1', 'x', { allowGaps: false })
      await ingest.add('ingested.2', 'x')
      await ingest.last('ingested.3', 'x')
    },
  },
]

async function addStream(connection: NatsConnection, name: string): Promise<void> {
  const { streams } = await jetstreamManager(connection)
  await streams.add({
    name: name.toUpperCase(),
    subjects: [`${name}.*`],
    allow_atomic: true,
    allow_batched: true,
  })
}
