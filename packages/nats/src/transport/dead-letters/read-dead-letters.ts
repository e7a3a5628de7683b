import { jetstreamManager, type StoredMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { readDeadLetter } from '@hopscope/observe/headers'
import { readTraceHeaders } from '../../headers/index.ts'
import { TransportError } from '../transport-error.ts'
import type { StoredDeadLetter } from './stored-dead-letter.ts'
import { storedHeaders } from './stored-headers.ts'

/** Which dead letters to read. */
export interface ReadDeadLettersOptions {
  /** The stream of dead letters, such as `orders__microservice_dlq-stream`. */
  readonly stream: string
  /** How many at the most. @default all that there are when the reading begins */
  readonly limit?: number
  /** The sequence to begin with. @default 1 */
  readonly startSequence?: number
}

/**
 * Reads the dead letters of a stream, from the oldest on; they stay where they are.
 *
 * Each costs a request to the server, made when it is asked for. It needs the permission to publish to
 * `$JS.API.STREAM.INFO.{stream}` and `$JS.API.STREAM.MSG.GET.{stream}`, makes no consumer, and has no
 * spans. Messages that are no dead letters are passed over.
 *
 * @throws {@link TransportError} READ_FAILED if there is no such stream, or it cannot be read;
 * OPTION_INVALID if `limit` or `startSequence` is no whole number from 1
 *
 * @example
 * for await (const letter of readDeadLetters(connection, { stream, limit: 10 })) {
 *   print(letter.sequence, letter.info.reason)
 * }
 */
export async function* readDeadLetters(
  connection: NatsConnection,
  { stream, limit = Infinity, startSequence = 1 }: ReadDeadLettersOptions,
): AsyncGenerator<StoredDeadLetter, void, undefined> {
  checkCount('limit', limit)
  checkCount('startSequence', startSequence)

  const streams = await streamsOf(connection)
  const last = await asking(stream, async () => (await streams.info(stream)).state.last_seq)
  let sequence = startSequence
  for (let found = 0; found < limit && sequence <= last;) {
    const query = { seq: sequence, next_by_subj: '>' }
    const stored = await asking(stream, () => streams.getMessage(stream, query))
    if (!stored || stored.seq > last) return

    sequence = stored.seq + 1
    const letter = toDeadLetter(stream, stored)
    if (!letter) continue
    found++
    yield letter
  }
}

/**
 * Reads one dead letter; `undefined` if the stream has none with that sequence.
 *
 * @throws {@link TransportError} READ_FAILED if there is no such stream, or it cannot be read
 */
export async function getDeadLetter(
  connection: NatsConnection,
  { stream, sequence }: { readonly stream: string; readonly sequence: number },
): Promise<StoredDeadLetter | undefined> {
  const streams = await streamsOf(connection)
  const stored = await asking(stream, () => streams.getMessage(stream, { seq: sequence }))
  return stored ? toDeadLetter(stream, stored) : undefined
}

async function streamsOf(connection: NatsConnection) {
  return (await jetstreamManager(connection, { checkAPI: false })).streams
}

async function asking<T>(stream: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TransportError('READ_FAILED', `${stream} cannot be read: ${reason}`, {
      cause: error,
      hint: 'check the name of the stream, and the permissions of the user',
    })
  }
}

function toDeadLetter(stream: string, stored: StoredMsg): StoredDeadLetter | undefined {
  const { seq, subject, timestamp, data } = stored
  const headers = storedHeaders(stored)
  const info = readDeadLetter(headers)
  if (!info) return undefined

  const link = readTraceHeaders({ headers }).span?.spanContext()
  return {
    stream,
    sequence: seq,
    subject,
    storedAt: timestamp,
    info,
    headers,
    data,
    ...(link && { link }),
  }
}

function checkCount(option: string, value: number): void {
  if (value >= 1 && (Number.isSafeInteger(value) || value === Infinity)) return
  throw new TransportError(
    'OPTION_INVALID',
    `${option} must be a whole number from 1, got ${value}`,
    {
      hint: 'correct the option, or leave it out for its default',
    },
  )
}
