import { jetstreamManager, JetStreamApiError } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import type { DlqFlags } from './dlq-flags.ts'
import { inDomain } from './in-domain.ts'

/** A stream of dead letters that can be asked. */
export interface DeadLetterStream extends AsyncDisposable {
  readonly connection: NatsConnection
  /** The same, to ask about streams in the JetStream domain that was named. */
  readonly asked: NatsConnection
  readonly name: string
  /** How many messages it has; all but a few of them are dead letters. */
  readonly messages: number
}

/**
 * Connects, and sees that the stream is there.
 *
 * @throws {CliError} ARGUMENT_INVALID, STREAM_UNAVAILABLE, INTERRUPTED, and what connecting throws
 */
export async function openDeadLetterStream(io: Io, flags: DlqFlags): Promise<DeadLetterStream> {
  const { stream: name } = flags
  requireName(name)
  const opened = await openConnection(io, flags, { command: 'dlq' })
  const { connection, jetstream } = opened
  try {
    const asked = inDomain(connection, jetstream)
    const messages = await orInterrupt(countMessages(asked, name), io.signal)
    return { connection, asked, name, messages, [Symbol.asyncDispose]: () => connection.close() }
  } catch (error) {
    await connection.close()
    throw error
  }
}

function requireName(name: string): void {
  if (/^[^\s.*>/\\]+$/.test(name)) return
  throw new CliError('ARGUMENT_INVALID', `${JSON.stringify(name)} is no name of a stream`, {
    hint: 'name it as in --stream orders__microservice_dlq-stream',
  })
}

async function countMessages(connection: NatsConnection, name: string): Promise<number> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  try {
    return (await streams.info(name)).state.messages
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('STREAM_UNAVAILABLE', `stream ${name} cannot be read: ${reason}`, {
      hint: await hintFor(connection, name, error),
      cause: error,
    })
  }
}

async function hintFor(connection: NatsConnection, name: string, error: unknown): Promise<string> {
  const isMissing = error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND
  const byDefault =
    isMissing && name === OF_BRIDGES
      ? 'a bridge makes it with the first dead letter; --stream names another'
      : 'name the stream with --stream, and see that this user may ask it'
  try {
    const { streams } = await jetstreamManager(connection, { checkAPI: false })
    const names: string[] = []
    for await (const name of streams.names()) names.push(name)
    const likely = names.filter((name) => /dlq|dead/i.test(name))
    return likely.length === 0 ? byDefault : `streams of that kind are ${likely.join(', ')}`
  } catch {
    return byDefault
  }
}

const OF_BRIDGES = 'TELEMETRY_DLQ'
// err_code of the server's errors.json.
const STREAM_NOT_FOUND = 10059
