import { startBridge } from '@hopscope/telemetry/bridge'
import type { NatsConnection } from '@nats-io/nats-core'
import { setTimeout as pause } from 'node:timers/promises'
import type { BridgeRun } from './bridge-run.ts'

/** Bridges with the settings that a bridge has, until all is taken and acknowledged. */
export async function bridgeByOurs(
  connection: NatsConnection,
  { stream, durable, messages, url }: BridgeRun,
): Promise<void> {
  await using bridge = await startBridge(connection, {
    stream,
    durable,
    signals: ['traces'],
    backend: { endpoint: url },
  })
  while ((bridge.figures().signals.traces?.exported ?? 0) < messages) await pause(LOOK_MS)
  await connection.flush()
}

const LOOK_MS = 5
