import type { NatsConnection } from '@nats-io/nats-core'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { connect, type ConnectOptions } from './connect.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import { connectionTarget, type ConnectionTarget } from './connection-target.ts'

/** A connection, and what was said about it. */
export interface OpenedConnection
  extends Pick<ConnectionTarget, 'jetstream' | 'timeoutMs'>, AsyncDisposable {
  readonly connection: NatsConnection
}

/**
 * Connects as the options of a command line say.
 *
 * @throws {CliError} INTERRUPTED, and what connecting throws
 */
export async function openConnection(
  io: Io,
  flags: ConnectionFlags,
  options: ConnectOptions,
): Promise<OpenedConnection> {
  const target = await orInterrupt(connectionTarget(flags, io.env), io.signal)
  const { jetstream, timeoutMs } = target
  const connection = await connect(io, target, options)
  return {
    connection,
    jetstream,
    timeoutMs,
    [Symbol.asyncDispose]: () => connection.close(),
  }
}
