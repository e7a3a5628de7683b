import type { JetStreamManager } from '@nats-io/jetstream'
import type { ConsumerHealth, Health, StreamHealth } from './health.ts'
import type { StreamKind } from './service-options.ts'
import type { NamedWorker } from './work-place.ts'

/** Asks the server about a stream; never rejects. */
export async function streamHealth(
  { streams }: JetStreamManager,
  kind: StreamKind,
  name: string,
): Promise<StreamHealth> {
  try {
    const { messages, bytes } = (await streams.info(name)).state
    return { kind, name, messages, bytes }
  } catch (error) {
    return { kind, name, messages: 0, bytes: 0, error }
  }
}

/** Asks the server about the consumer of a worker; none for one without a durable consumer. Never rejects. */
export async function consumerHealth(
  { consumers }: JetStreamManager,
  { kind, worker, consumer }: NamedWorker,
): Promise<readonly ConsumerHealth[]> {
  if (!consumer) return []
  const { inFlight, failure } = worker
  const known = { kind, ...consumer, inFlight }
  try {
    const info = await consumers.info(consumer.stream, consumer.name)
    return [
      {
        ...known,
        pending: info.num_pending,
        ackPending: info.num_ack_pending,
        redelivered: info.num_redelivered,
        ...(failure !== undefined && { error: failure }),
      },
    ]
  } catch (error) {
    return [{ ...known, pending: 0, ackPending: 0, redelivered: 0, error }]
  }
}

/** What the parts of a service make of the whole. */
export function statusOf(parts: {
  readonly isDown: boolean
  readonly failures: number
  readonly streams: readonly StreamHealth[]
  readonly consumers: readonly ConsumerHealth[]
}): Health['status'] {
  if (parts.isDown) return 'down'
  const hasError = [...parts.streams, ...parts.consumers].some(({ error }) => error !== undefined)
  return hasError || parts.failures > 0 ? 'degraded' : 'ok'
}
