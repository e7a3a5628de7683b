import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { ensureTelemetryStream, type TelemetryStreamOptions } from '@hopscope/telemetry'
import {
  startBridge,
  type Bridge,
  type BridgeConfig,
  type BridgeEvent,
} from '@hopscope/telemetry/bridge'
import { CountingBackend } from './counting-backend.ts'

/** A server with TELEMETRY, a backend, and a bridge between them. */
export interface BridgeFixture extends AsyncDisposable {
  readonly server: NatsServer
  readonly connection: NatsConnection
  readonly backend: CountingBackend
  readonly bridge: Bridge
  /** What the bridge told of. */
  readonly events: readonly BridgeEvent[]
}

/** Starts all of it; `before` runs when there is no bridge yet. */
export async function startFixture(
  config: BridgeConfig = {},
  options: {
    readonly stream?: TelemetryStreamOptions
    readonly before?: (parts: Pick<BridgeFixture, 'backend' | 'connection'>) => unknown
  } = {},
): Promise<BridgeFixture> {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await startNatsServer())
  const connection = stack.use(await connect({ servers: server.url }))
  const backend = stack.use(await CountingBackend.start())
  await ensureTelemetryStream(connection, options.stream)
  await options.before?.({ backend, connection })
  const events: BridgeEvent[] = []
  const onEvent = (event: BridgeEvent): void => void events.push(event)
  const bridge = stack.use(await startBridge(connection, { ...quick(backend), onEvent, ...config }))
  const dispose = (): Promise<void> => stack.disposeAsync()
  return { server, connection, backend, bridge, events, [Symbol.asyncDispose]: dispose }
}

/** Settings with which nothing takes long. */
export function quick(backend: CountingBackend): BridgeConfig {
  return {
    backend: { endpoint: backend.url, timeoutMs: 2_000 },
    flushIntervalMs: 20,
    statsIntervalMs: 50,
    retryDelayMs: 30,
    outageBackoffMs: { first: 30, longest: 100 },
    ackWaitMs: 10_000,
  }
}

/** Where a consumer of the bridge stands. */
export async function consumerState(
  connection: NatsConnection,
  consumer = 'otlp-bridge-traces',
): Promise<{ readonly pending: number; readonly ackPending: number }> {
  const { consumers } = await jetstreamManager(connection)
  const { num_pending, num_ack_pending } = await consumers.info('TELEMETRY', consumer)
  return { pending: num_pending, ackPending: num_ack_pending }
}

/** What a consumer says when all is settled. */
export const SETTLED = { pending: 0, ackPending: 0 }
