import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { TELEMETRY_STREAM } from '@hopscope/telemetry'

/** The consumers of the bridge. */
export const CONSUMERS: readonly string[] = ['traces', 'logs', 'metrics'].map(
  (signal) => `otlp-bridge-${signal}`,
)

/** The name of the server that leads the stream. */
export async function leaderOf(connection: NatsConnection): Promise<string> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  const { cluster } = await streams.info(TELEMETRY_STREAM)
  if (!cluster?.leader) throw new Error(`${TELEMETRY_STREAM} has no leader`)
  return cluster.leader
}

/** Has the leader of the stream, or of one of its consumers, leave it to another server. */
export async function stepDown(connection: NatsConnection, consumer?: string): Promise<void> {
  const subject = consumer
    ? `$JS.API.CONSUMER.LEADER.STEPDOWN.${TELEMETRY_STREAM}.${consumer}`
    : `$JS.API.STREAM.LEADER.STEPDOWN.${TELEMETRY_STREAM}`
  // One that is being elected has nothing to leave.
  await connection.request(subject, '', { timeout: TIMEOUT_MS }).catch(() => {})
}

const TIMEOUT_MS = 2_000
