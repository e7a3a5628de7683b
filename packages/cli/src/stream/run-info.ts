import { TELEMETRY_STREAM } from '@hopscope/telemetry'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { readStreamStatus } from './read-stream-status.ts'
import { renderStatus } from './render-status.ts'
import type { StreamFlags } from './stream-flags.ts'

/**
 * Prints what the stream for telemetry holds, and how far its consumers are.
 *
 * @throws {CliError} STREAM_UNAVAILABLE, INTERRUPTED, and what connecting throws
 */
export async function runInfo(io: Io, flags: StreamFlags): Promise<void> {
  const { name = TELEMETRY_STREAM, json = false } = flags
  await using opened = await openConnection(io, flags, { command: 'stream' })
  const { connection, jetstream } = opened
  const status = await orInterrupt(readStreamStatus(connection, { name, jetstream }), io.signal)
  io.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : renderStatus(status, io.stdout))
}
