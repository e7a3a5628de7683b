import type { NatsConnection } from '@nats-io/nats-core'
import type { Assembly } from '../assemble/assembly.ts'
import { API_OPTION_NAMES, apiPrefixFor, requireApiOptions, type ApiOptions } from './api-prefix.ts'
import { askConsumers } from './ask-consumers.ts'
import { askJetStream, type Question } from './ask-jetstream.ts'
import { askSequence } from './ask-sequence.ts'
import type { StreamFacts } from './facts.ts'
import { streamMeetings, type StreamMeeting } from './stream-meetings.ts'
import { parseStreamInfo, whyFull } from './stream-info.ts'

/** How streams are asked. */
export interface ExamineOptions extends ApiOptions {
  /** How long to wait for each answer, in milliseconds. @default 1000 */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/**
 * Asks each stream that a message met what a trace cannot tell: whether it is full, which a dry run
 * does not see, which of its consumers get the message, and which sequence number a message has
 * that was delivered.
 *
 * Each is asked in the JetStream domain that its server tells. It only reads. A stream that cannot
 * be asked, for want of permission, since it is of another account or because JetStream does not
 * answer, is among the facts with the reason.
 *
 * @throws {PathError} OPTION_INVALID, and whatever `signal` was aborted with
 */
export async function examineStreams(
  connection: NatsConnection,
  assembly: Assembly,
  { timeoutMs = 1000, signal, optionNames = API_OPTION_NAMES, ...api }: ExamineOptions = {},
): Promise<readonly StreamFacts[]> {
  requireApiOptions(api)
  signal?.throwIfAborted()
  const work = streamMeetings(assembly).map((met) => {
    const prefix = apiPrefixFor(connection, met.event, api)
    return examine(connection, met, { prefix, timeoutMs, optionNames })
  })
  return unlessAborted(Promise.all(work), signal)
}

async function examine(
  connection: NatsConnection,
  met: StreamMeeting,
  how: Omit<Question, 'body'>,
): Promise<StreamFacts> {
  const { event, storage, foreign } = met
  const { stream } = storage
  const which = { stream, server: event.server.name }
  if (foreign) return { ...which, unavailable: 'it is of another account' }
  const subject = storage.subject ?? event.ingress.subject
  const body = { subjects_filter: subject }
  const answer = await askJetStream(connection, `STREAM.INFO.${stream}`, { body, ...how })
  if ('unavailable' in answer) return { ...which, ...answer }
  const info = parseStreamInfo(answer.json)
  const full = whyFull(info, { subject, bytes: event.messageBytes })
  const [consumers, sequence] = await Promise.all([
    askConsumers(connection, stream, { subject, ...how }),
    askSequence(connection, met, how),
  ])
  return {
    ...which,
    messages: info.messages,
    bytes: info.bytes,
    ...(full !== undefined && { full }),
    ...(sequence !== undefined && { sequence }),
    ...consumers,
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
