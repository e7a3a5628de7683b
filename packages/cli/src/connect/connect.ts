import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { checkServer } from './check-server.ts'
import { connectionError } from './connection-error.ts'
import type { ConnectionTarget } from './connection-target.ts'
import { DialedSockets } from './dialed-sockets.ts'

/** What a connection is for. */
export interface ConnectOptions {
  /** The command, as servers show it in the name of the connection. */
  readonly command: string
  /** Whether to connect again when the connection is lost, as often as it takes. @default false */
  readonly reconnect?: boolean
}

/**
 * Connects to the first server that takes us, in the order in which they were named.
 *
 * Warns on stderr of servers older than 2.14. Close the connection rather than drain it: a server
 * that hangs would never let it go.
 *
 * @throws {CliError} CONNECTION_FAILED, SERVER_TOO_OLD or INTERRUPTED
 */
export async function connect(
  io: Io,
  target: ConnectionTarget,
  { command, reconnect = false }: ConnectOptions,
): Promise<NatsConnection> {
  const client = await import('@nats-io/transport-node')
  using dialed = new DialedSockets()
  try {
    const connecting = client.connect({
      ...target.options,
      name: `hopscope ${command}`,
      // The server that is named first is where a trace begins.
      noRandomize: true,
      reconnect,
      maxReconnectAttempts: -1,
      timeout: target.timeoutMs,
    })
    const connection = await orInterrupt(connecting, io.signal)
    await requireTracing(connection, io)
    return connection
  } catch (error) {
    dialed.destroy()
    throw error instanceof CliError ? error : connectionError(error, target)
  }
}

async function requireTracing(connection: NatsConnection, io: Io): Promise<void> {
  try {
    if (connection.info) checkServer(connection.info, io.stderr)
  } catch (error) {
    await connection.close()
    throw error
  }
}
