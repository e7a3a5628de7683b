import { AckPolicy, jetstreamManager, StorageType, type JetStreamManager } from '@nats-io/jetstream'
import { nanos, type NatsConnection } from '@nats-io/nats-core'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { MAX_DELIVERIES } from './shop.ts'
import { until } from './until.ts'

/** The server that is to lead the stream ORDERS. */
const ORDERS_LEADER = 'C3N3'

/** Makes the streams of the demo and the consumer of fulfilment; ORDERS has its leader where the picture has it. */
export async function createStreams(
  connection: NatsConnection,
  signal: AbortSignal,
): Promise<void> {
  const manager = await jetstreamManager(connection)
  await Promise.all([
    ensureTelemetryStream(connection, {
      storage: 'memory',
      cluster: 'C3',
      maxBytes: 64 * 1024 ** 2,
    }),
    addStream(manager, 'ORDERS', 'orders.>', 3),
    addStream(manager, 'ORDERS_DLQ', 'orders-dlq.>', 1),
  ])
  await leadOrders(connection, manager, signal)
  await manager.consumers.add('ORDERS', {
    durable_name: 'fulfilment',
    filter_subject: 'orders.>',
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(10_000),
    max_deliver: MAX_DELIVERIES,
  })
}

/** Waits until fulfilment has asked the server for orders. */
export async function awaitFulfilment(
  connection: NatsConnection,
  signal: AbortSignal,
): Promise<void> {
  const manager = await jetstreamManager(connection)
  await until('fulfilment waits for orders', signal, async () => {
    const { num_waiting } = await manager.consumers.info('ORDERS', 'fulfilment')
    return num_waiting > 0
  })
}

async function addStream(
  manager: JetStreamManager,
  name: string,
  subject: string,
  replicas: number,
): Promise<void> {
  await manager.streams.add({
    name,
    subjects: [subject],
    num_replicas: replicas,
    storage: StorageType.Memory,
    placement: { cluster: 'C3', tags: [] },
  })
}

async function leadOrders(
  connection: NatsConnection,
  manager: JetStreamManager,
  signal: AbortSignal,
): Promise<void> {
  const stepDown = JSON.stringify({ placement: { preferred: ORDERS_LEADER } })
  await until('ORDERS is led by C3N3', signal, async () => {
    const { cluster } = await manager.streams.info('ORDERS')
    if (!cluster?.replicas?.every(({ current }) => current)) return false
    if (cluster.leader === ORDERS_LEADER) return true

    await connection.request('$JS.API.STREAM.LEADER.STEPDOWN.ORDERS', stepDown)
    return false
  })
}
