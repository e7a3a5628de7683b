import { type NatsConnection } from '@nats-io/nats-core'
import { type Assembly } from '../assemble/assembly.ts'
import { record, text } from '../event/json.ts'
import { type TraceEvent } from '../event/trace-event.ts'
import { askJetStream } from './ask-jetstream.ts'
import { askConsumers } from './ask-consumers.ts'
import { type StreamFacts } from './facts.ts'
import { streamMeetings, type StreamMeeting } from './stream-meetings.ts'
import { parseStreamInfo, whyFull } from './stream-info.ts'

/** How streams are asked. */
export interface ExamineOptions {
  /** How long to wait for each answer, in milliseconds. @default 1000 */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/**
 * Asks each stream that a message met what a trace cannot tell: whether it is full, which a dry run
 * does not see, and which of its consumers get the message.
 *
 * It only reads. A stream that cannot be asked, for want of permission, since it is of another
 * account or because JetStream does not answer, is among the facts with the reason.
 *
 * @throws whatever `signal` was aborted with
 */
export async function examineStreams(
  connection: NatsConnection,
  assembly: Assembly,
  { timeoutMs = 1000, signal }: ExamineOptions = {},
): Promise<readonly StreamFacts[]> {
  signal?.throwIfAborted()
  const work = streamMeetings(assembly).map((met) => examine(connection, met, timeoutMs))
  return unlessAborted(Promise.all(work), signal)
}

async function examine(
  connection: NatsConnection,
  { event, storage, foreign }: StreamMeeting,
  timeoutMs: number,
): Promise<StreamFacts> {
  const { stream } = storage
  const which = { stream, server: event.server.name }
  if (foreign) return { ...which, unavailable: 'it is of another account' }
  const subject = storage.subject ?? event.ingress.subject
  const domain = foreignDomain(connection, event)
  const answer = await askJetStream(connection, `STREAM.INFO.${stream}`, {
    body: { subjects_filter: subject },
    domain,
    timeoutMs,
  })
  if ('unavailable' in answer) return { ...which, unavailable: answer.unavailable }
  const info = parseStreamInfo(answer.json)
  const full = whyFull(info, { subject, bytes: event.messageBytes })
  return {
    ...which,
    messages: info.messages,
    bytes: info.bytes,
    ...(full !== undefined && { full }),
    consumers: await askConsumers(connection, stream, { subject, domain, timeoutMs }),
  }
}

// A user is more likely to be let ask `$JS.API` than the same with the name of the domain.
function foreignDomain({ info }: NatsConnection, { server }: TraceEvent): string | undefined {
  // The server tells its domain, which the type of nats.js does not know of (3.4.0).
  const own = text(record(info)?.['domain'])
  // It becomes part of a subject, and anybody may have made the event up.
  if (server.domain === own || !/^[\w-]+$/.test(server.domain ?? '')) return undefined
  return server.domain
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
