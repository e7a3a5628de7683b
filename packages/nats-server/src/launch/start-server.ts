import type { ResolvedServer } from '../resolve/resolve-options.ts'
import { awaitListening } from './await-listening.ts'
import { NatsServer, type StopOptions } from './nats-server.ts'
import type { Run, ServerSpec } from './run.ts'

/** How a server of a run is started. */
export interface LaunchOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Stops the server. @default ends its process, and leaves the rest of the run alone */
  readonly stop?: (options: StopOptions) => Promise<void>
}

const GRACE_MS = 5000

/**
 * Starts one server of a run, and resolves when it listens.
 *
 * @throws {@link NatsServerError} PORT_TAKEN, SERVER_START_FAILED
 */
export async function startServer(
  run: Run,
  { path, version }: ResolvedServer,
  spec: ServerSpec,
  { timeoutMs, signal, stop }: LaunchOptions,
): Promise<NatsServer> {
  const child = await run.spawn(path, spec)
  const listening = await awaitListening(child, timeoutMs, signal)
  const stopProcess = ({ graceMs = GRACE_MS }: StopOptions) => child.stop(graceMs)
  return new NatsServer(child, listening, version, stop ?? stopProcess)
}
