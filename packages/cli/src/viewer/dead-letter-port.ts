import {
  getDeadLetter,
  readDeadLetters,
  replayDeadLetter,
  type StoredDeadLetter,
} from '@hopscope/nats/transport'
import type { DeadLetter, DeadLetterPort } from '@hopscope/viewer'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import { openReplayTracing } from '../dlq/replay-tracing.ts'
import { deadLetterStreams } from './dead-letter-streams.ts'

/**
 * What the page knows of dead letters: those of the account's streams of dead letters.
 *
 * Each of its calls throws {@link CliError} STREAM_UNAVAILABLE if the server does not let it.
 *
 * @param streams - which streams; none named means those that are told by their names
 */
export function deadLetterPort(
  connection: NatsConnection,
  streams: readonly string[],
): DeadLetterPort {
  const find = async (): Promise<readonly string[]> =>
    streams.length > 0 ? streams : asking('streams', () => deadLetterStreams(connection))
  return {
    list: async ({ limit, signal }) => {
      const names = await find()
      const letters: DeadLetter[] = []
      for (const name of names) {
        letters.push(...(await asking(name, () => newest(connection, name, { limit, signal }))))
      }
      return { letters: letters.toSorted(newestFirst).slice(0, limit), streams: names }
    },
    replay: async (stream, sequence) => {
      // Whoever may ask for a replay may not thereby read any stream of the account.
      if (!(await find()).includes(stream)) return undefined
      const letter = await getDeadLetter(connection, { stream, sequence })
      return letter && replay(connection, letter)
    },
  }
}

// A stream may store many in a millisecond.
function newestFirst(one: DeadLetter, other: DeadLetter): number {
  return other.storedAtMs - one.storedAtMs || other.sequence - one.sequence
}

// Sequences have holes where letters were replayed or purged, which only costs some of the letters.
async function newest(
  connection: NatsConnection,
  stream: string,
  { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
): Promise<readonly DeadLetter[]> {
  if (signal.aborted) return []
  const { streams } = await jetstreamManager(connection, { checkAPI: false })
  const { first_seq, last_seq } = (await streams.info(stream)).state
  const startSequence = Math.max(1, first_seq, last_seq - limit + 1)
  const letters: DeadLetter[] = []
  for await (const letter of readDeadLetters(connection, { stream, startSequence, limit })) {
    letters.push(toDeadLetter(letter))
    // Each of them costs a request.
    if (signal.aborted) break
  }
  return letters
}

async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('STREAM_UNAVAILABLE', `${what} cannot be asked for: ${reason}`, {
      hint: 'see that the account has JetStream, and that the user may ask for its streams',
      cause: error,
    })
  }
}

function toDeadLetter(letter: StoredDeadLetter): DeadLetter {
  const { stream, sequence, subject, storedAt, info, link, data } = letter
  return {
    stream,
    sequence,
    subject,
    storedAtMs: Date.parse(storedAt),
    ...(info.reason !== undefined && { reason: info.reason }),
    ...(info.subject !== undefined && { originalSubject: info.subject }),
    ...(info.stream !== undefined && { originalStream: info.stream }),
    ...(info.deliveryCount !== undefined && { deliveryCount: info.deliveryCount }),
    ...(info.failedAt !== undefined && { failedAtMs: info.failedAt.getTime() }),
    ...(link !== undefined && { traceId: link.traceId, spanId: link.spanId }),
    payloadBytes: data.length,
  }
}

async function replay(connection: NatsConnection, letter: StoredDeadLetter) {
  await using tracing = await openReplayTracing(connection)
  const replayed = await replayDeadLetter(connection, letter, { tracing: tracing.options })
  const { subject, stream, sequence, duplicate } = replayed
  return { subject, stream, sequence, isDuplicate: duplicate }
}
