import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import {
  headerRule,
  readHeader,
  sanitizeHeaderValue,
  withoutServerTrace,
} from '@hopscope/observe/headers'
import { instrument } from '../../instrument.ts'
import type { InstrumentOptions } from '../../connection/instrument-options.ts'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { ackAttributes } from '../client/publish.ts'
import { publishError } from '../client/send-error.ts'
import { startTracedSend } from '../client/traced-send.ts'
import type { Published } from '../client/transport-client.ts'
import { TransportError } from '../transport-error.ts'
import type { StoredDeadLetter } from './stored-dead-letter.ts'

/** How a dead letter is sent again. */
export interface ReplayOptions {
  /** Where to. @default the subject of the original */
  readonly subject?: string
  /** Whether the stream of dead letters drops it, once another has stored it again. @default false */
  readonly remove?: boolean
  /** Whether `Traceparent` goes out beside `traceparent`, as in `ClientOptions`. @default false */
  readonly canonicalTrace?: boolean
  /** How the connection is traced, if it is not yet; `false` leaves it as it is. @default {} */
  readonly tracing?: InstrumentOptions | false
}

/** What became of a dead letter. */
export interface Replayed extends Published {
  /** The subject to which it was published. */
  readonly subject: string
  /** Whether the stream of dead letters has dropped it. */
  readonly removed: boolean
}

/**
 * Publishes the original of a dead letter again: its bytes, and the headers that the application gave it.
 *
 * It is a message of its own, in the trace of the span that is active or in a new one, and linked to
 * the span that sent the original. Its message id is made of the letter's place in its stream, so that
 * a second replay within the duplicate window of the target changes nothing; `duplicate` says so.
 *
 * A broadcast goes to every service again, and not to the one alone that has given it up.
 *
 * Whoever can write to the stream of dead letters decides on the subject of the original: one of the
 * server's own, such as `$JS.API.STREAM.DELETE.ORDERS`, is refused.
 *
 * @throws {@link TransportError} PUBLISH_FAILED, with the letter still there; REMOVE_FAILED if it was
 * published and is still there; OPTION_INVALID if it cannot go to that subject, or has not the bytes
 */
export async function replayDeadLetter(
  connection: NatsConnection,
  letter: StoredDeadLetter,
  options: ReplayOptions = {},
): Promise<Replayed> {
  const { remove = false, canonicalTrace = false, tracing } = options
  const subject = targetOf(letter, options)
  if (tracing !== false) instrument(connection, tracing)

  const published = await publish(connection, letter, { subject, canonicalTrace })
  if (remove) await removeDeadLetter(connection, letter)
  return { ...published, subject, removed: remove }
}

/**
 * Drops a dead letter from its stream.
 *
 * @throws {@link TransportError} REMOVE_FAILED if the stream does not have it, or does not let it go
 */
export async function removeDeadLetter(
  connection: NatsConnection,
  { stream, sequence }: Pick<StoredDeadLetter, 'stream' | 'sequence'>,
): Promise<void> {
  try {
    const { streams } = await jetstreamManager(connection, { checkAPI: false })
    await streams.deleteMessage(stream, sequence)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TransportError('REMOVE_FAILED', `${sequence} is still in ${stream}: ${reason}`, {
      cause: error,
      hint: 'remove it once more; another replay of it may be dropped as a duplicate',
    })
  }
}

/**
 * Where the bytes of a dead letter are that had no room for them, such as `record 7 of TELEMETRY`;
 * `undefined` of one that has them.
 */
export function whereBytesAre({ headers }: StoredDeadLetter): string | undefined {
  const [sequence] = readHeader(headers, 'x-original-sequence')
  const [stream] = readHeader(headers, 'x-original-stream')
  return sequence === undefined ? undefined : `record ${sequence} of ${stream ?? 'its stream'}`
}

function targetOf(letter: StoredDeadLetter, options: ReplayOptions): string {
  const { info, stream, sequence } = letter
  const elsewhere = whereBytesAre(letter)
  if (elsewhere !== undefined) {
    throw new TransportError('OPTION_INVALID', `${sequence} of ${stream} has not the bytes`, {
      hint: `they were too many for a dead letter: they are ${elsewhere}`,
    })
  }
  const subject = options.subject ?? info.subject
  if (subject === undefined) {
    throw new TransportError('OPTION_INVALID', `${sequence} of ${stream} has no original subject`, {
      hint: 'give the subject to which it should go',
    })
  }
  if (SUBJECT.test(subject)) return subject
  throw new TransportError(
    'OPTION_INVALID',
    `${sequence} of ${stream} cannot be published to "${subject}"`,
    { hint: 'give the subject to which it should go, of no wildcards, and not one of the server' },
  )
}

// Not one of the server's own, which begin with a dollar sign.
const SUBJECT = /^(?!\$)[^\s.*>\p{Cc}\p{Cs}]+(?:\.[^\s.*>\p{Cc}\p{Cs}]+)*$/u

async function publish(
  connection: NatsConnection,
  letter: StoredDeadLetter,
  { subject, canonicalTrace }: { readonly subject: string; readonly canonicalTrace: boolean },
): Promise<Published> {
  const { stream, sequence, storedAt, data, link } = letter
  // Of a stream that was deleted and made anew, sequences come again, and the time does not.
  const messageId = `replay-${stream}-${sequence}-${storedAt}`
  const send = startTracedSend(connection, {
    operation: 'publish',
    subject,
    payload: data,
    headers: originalHeaders(letter, subject),
    natsHeaders: [['Nats-Msg-Id', messageId]],
    canonicalTrace,
    attributes: { [ATTRIBUTE.messageId]: messageId },
    ...(link && { links: [{ context: link }] }),
  })
  try {
    const client = jetstream(connection)
    const ack = await send.run(() => client.publish(subject, data, { headers: send.headers }))
    send.end(ackAttributes(ack))
    return { stream: ack.stream, sequence: ack.seq, duplicate: ack.duplicate }
  } catch (error) {
    const failure = publishError(connection, subject, error)
    send.fail(failure)
    throw failure
  }
}

// Without what says why it is a dead letter, and without the context, which the link stands for; the
// baggage is the application's, and stays.
function originalHeaders({ headers: stored }: StoredDeadLetter, subject: string): MsgHdrs {
  const original = headers()
  for (const [name, values] of withoutServerTrace(stored)) {
    const lower = name.toLowerCase()
    if (lower === 'traceparent' || lower === 'tracestate' || headerRule(name) === 'dead-letter') {
      continue
    }
    for (const value of lower === 'x-subject' ? [subject] : values) {
      original.append(name, sanitizeHeaderValue(value, Infinity))
    }
  }
  return original
}
