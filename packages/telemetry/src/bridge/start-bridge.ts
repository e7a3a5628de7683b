import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { TelemetryError } from '../telemetry-error.ts'
import type { Bridge } from './bridge.ts'
import { checkBridgeConfig } from './check-bridge-config.ts'
import { resolveConfig, type BridgeConfig } from './bridge-config.ts'
import { RunningBridge } from './running-bridge.ts'

/**
 * Sends what TELEMETRY stores to an OpenTelemetry backend, from the first record that the stream
 * still has, and from then on as it comes.
 *
 * A record is acknowledged when the backend has taken it, and is sent again if that is not certain:
 * nothing is lost, and after a fault something may be sent twice. While the backend is away nothing
 * is fetched, and the stream keeps what comes. Bridges of one name share the work.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a setting is out of its range; STREAM_UNAVAILABLE
 * if there is no such stream; PORT_UNAVAILABLE if the port for health and metrics cannot be had
 *
 * @example
 * await using bridge = await startBridge(connection, {
 *   backend: { endpoint: 'http://localhost:4318' },
 * })
 * await bridge.stopped
 */
export async function startBridge(
  connection: NatsConnection,
  config: BridgeConfig = {},
): Promise<Bridge> {
  checkBridgeConfig(config)
  const resolved = resolveConfig(config)
  const manager = await openStream(connection, resolved)
  return RunningBridge.start(connection, manager, resolved)
}

async function openStream(
  connection: NatsConnection,
  { stream, domain }: { readonly stream: string; readonly domain?: string },
): Promise<JetStreamManager> {
  try {
    const manager = await jetstreamManager(connection, {
      ...(domain !== undefined && { domain }),
      checkAPI: false,
    })
    await manager.streams.info(stream)
    return manager
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TelemetryError('STREAM_UNAVAILABLE', `stream ${stream} cannot be read: ${reason}`, {
      hint: `is JetStream enabled for the account, and has it a stream ${stream}?`,
      cause: error,
    })
  }
}
