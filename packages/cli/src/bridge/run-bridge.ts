import {
  checkBridgeConfig,
  startBridge,
  type Bridge,
  type BridgeFigures,
} from '@hopscope/telemetry/bridge'
import type { NatsConnection } from '@nats-io/nats-core'
import { diag, DiagLogLevel } from '@opentelemetry/api'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { warn } from '../output/label.ts'
import { backendOptions, type BackendChoice } from './backend-options.ts'
import { bridgeConfig } from './bridge-config.ts'
import type { BridgeFlags } from './bridge-flags.ts'
import type { BridgeLog } from './bridge-log.ts'
import { endpointsOf } from './endpoints-of.ts'
import { jsonLog } from './json-log.ts'
import { textLog } from './text-log.ts'

/**
 * Sends what the stream stores to an OpenTelemetry backend until the person ends it; then sends what is
 * in hand.
 *
 * @throws {CliError} ARGUMENT_INVALID, INTERRUPTED before it runs, and what connecting throws
 * @throws {TelemetryError} OPTION_INVALID, STREAM_UNAVAILABLE, PORT_UNAVAILABLE or CONNECTION_CLOSED
 */
export async function runBridge(io: Io, flags: BridgeFlags): Promise<void> {
  const choice = readBackend(io, flags)
  const { jsApiPrefix: apiPrefix } = flags
  // What was typed is told of before a server is looked for.
  checkBridgeConfig(bridgeConfig(flags, choice, { ...(apiPrefix !== undefined && { apiPrefix }) }))
  await using opened = await openConnection(io, flags, { command: 'bridge', reconnect: true })
  const { connection, jetstream } = opened
  const config = bridgeConfig(flags, choice, jetstream)

  let figures: (() => BridgeFigures) | undefined
  using log = openLog(io, flags, () => figures?.())
  watchConnection(connection, log)
  const starting = startBridge(connection, { ...config, onEvent: (event) => log.tell(event) })
  await using bridge = await orInterrupt(starting, io.signal)
  figures = () => bridge.figures()
  log.tell({
    kind: 'started',
    durable: config.durable ?? 'otlp-bridge',
    stream: config.stream ?? 'TELEMETRY',
    endpoints: endpointsOf(choice.backend, config.signals ?? choice.signals),
    httpUrl: bridge.httpUrl,
  })
  await stopWhenAsked(io, flags, bridge, log)
}

// What OpenTelemetry's variables say in vain is told to its `diag`, which nobody else listens to here.
function readBackend(io: Io, flags: BridgeFlags): BackendChoice {
  const tell = (message: string): void => warn(io, message)
  diag.setLogger(
    { error: tell, warn: tell, info: tell, debug: tell, verbose: tell },
    DiagLogLevel.WARN,
  )
  try {
    return backendOptions(flags, io.env)
  } finally {
    diag.disable()
  }
}

function openLog(
  io: Io,
  { log, statsInterval = 5000 }: BridgeFlags,
  figures: () => BridgeFigures | undefined,
): BridgeLog {
  if (log === 'text') return textLog(io.stderr, { figures })
  const lines = jsonLog(io.stdout)
  const timer = setInterval(() => {
    const current = figures()
    if (current !== undefined) lines.tell({ kind: 'figures', figures: current })
  }, statsInterval)
  timer.unref()
  return { tell: (entry) => lines.tell(entry), [Symbol.dispose]: () => clearInterval(timer) }
}

async function stopWhenAsked(
  io: Io,
  { stopTimeout }: BridgeFlags,
  bridge: Bridge,
  log: BridgeLog,
): Promise<void> {
  const asked = Promise.withResolvers<void>()
  if (io.signal.aborted) asked.resolve()
  io.signal.addEventListener('abort', () => asked.resolve(), { once: true })
  await Promise.race([asked.promise, bridge.stopped])
  if (io.signal.aborted) log.tell({ kind: 'stopping', timeoutMs: stopTimeout })
  const cutShort = (): void => void bridge.stop({ timeoutMs: 0 })
  io.hurry.addEventListener('abort', cutShort)
  if (io.hurry.aborted) cutShort()
  await bridge.stop({ timeoutMs: stopTimeout })
  io.hurry.removeEventListener('abort', cutShort)
  log.tell({ kind: 'stopped', figures: bridge.figures() })
}

function watchConnection(connection: NatsConnection, log: BridgeLog): void {
  const watching = async (): Promise<void> => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') log.tell({ kind: 'disconnected', server: status.server })
      if (status.type === 'reconnect') log.tell({ kind: 'reconnected', server: status.server })
    }
  }
  void watching()
}
