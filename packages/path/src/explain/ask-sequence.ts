import { readHeader, type HeaderCarrier } from '@hopscope/observe/headers'
import type { NatsConnection } from '@nats-io/nats-core'
import { number, record, text } from '../event/json.ts'
import { parseTimestamp } from '../event/parse-timestamp.ts'
import { storageOutcome } from '../event/storage-outcome.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import { askJetStream, type Question } from './ask-jetstream.ts'
import type { StreamMeeting } from './stream-meetings.ts'

/**
 * The sequence number of a message that was delivered; `undefined` when it was not stored, when the
 * stream has a later one of the subject or no longer has it, or when the user may not read it.
 *
 * A trace does not tell it, and a reply subject of ours, to which the stream would, could be seen by
 * subscribers. So the last message of the subject is read: it is the one that was traced if it has
 * the same `traceparent`, and was stored when the server says so.
 */
export async function askSequence(
  connection: NatsConnection,
  { event, storage }: StreamMeeting,
  how: Omit<Question, 'body'>,
): Promise<number | undefined> {
  if (event.dryRun || storageOutcome(storage) !== 'stored') return undefined
  const body = { last_by_subj: storage.subject }
  const answer = await askJetStream(connection, `STREAM.MSG.GET.${storage.stream}`, {
    body,
    ...how,
  })
  const stored = 'json' in answer ? record(answer.json['message']) : undefined
  const storedAt = parseTimestamp(text(stored?.['time']) ?? '')
  if (storedAt === undefined) return undefined
  // The leader of the stream sets all three times, by one clock.
  const latest = storage.timeUnixNano + SLACK_NANOS
  const isThen = storedAt >= event.ingress.timeUnixNano && storedAt <= latest
  const isSame = hasContextOf(event, toHeaders(text(stored?.['hdrs']) ?? ''))
  return isThen && isSame ? number(stored?.['seq']) : undefined
}

// What is told of the store may be some microseconds older than what is stored (2.15.1 has 4); a
// server that is busy takes longer.
const SLACK_NANOS = 20_000_000n

function hasContextOf({ headers }: TraceEvent, stored: HeaderCarrier): boolean {
  const [sent] = readHeader(headers, 'traceparent')
  if (sent === undefined) return false
  // Servers before 2.12.12 rename it in what they store.
  const names = ['traceparent', 'Xraceparent']
  return names.some((name) => readHeader(stored, name)[0] === sent)
}

// As on the wire: `NATS/1.0`, a line a value, and an empty line; in base64.
function toHeaders(base64: string): HeaderCarrier {
  const lines = Buffer.from(base64, 'base64').toString('utf8').split('\r\n').slice(1)
  return lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return colon === -1 ? [] : [[line.slice(0, colon), [line.slice(colon + 1).trim()]] as const]
  })
}
