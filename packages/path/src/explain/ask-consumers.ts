import type { NatsConnection } from '@nats-io/nats-core'
import { array, number, record, text, type JsonRecord } from '../event/json.ts'
import { askJetStream, type Question } from './ask-jetstream.ts'
import type { ConsumerFacts, ExaminedStream } from './facts.ts'
import { matchesSubject } from './matches-subject.ts'

/** What consumers are asked for. */
export interface ConsumerQuestion extends Omit<Question, 'body'> {
  /** The subject of the message in the stream. */
  readonly subject: string
}

/** The consumers of a stream that get messages of the subject; as many as JetStream tells of. */
export async function askConsumers(
  connection: NatsConnection,
  stream: string,
  { subject, ...how }: ConsumerQuestion,
): Promise<Pick<ExaminedStream, 'consumers' | 'consumersUnavailable'>> {
  const consumers: ConsumerFacts[] = []
  let offset = 0
  while (offset < MAX_CONSUMERS) {
    const question = { body: { offset }, ...how }
    const answer = await askJetStream(connection, `CONSUMER.LIST.${stream}`, question)
    if ('unavailable' in answer) return { consumers, consumersUnavailable: answer }
    const page = array(answer.json['consumers'])
    consumers.push(...page.flatMap((consumer) => toFacts(record(consumer), subject)))
    offset += page.length
    if (page.length === 0 || offset >= (number(answer.json['total']) ?? 0)) break
  }
  return { consumers }
}

// Nobody reads more than that, and a server answers with 256 at a time.
const MAX_CONSUMERS = 4096

function toFacts(consumer: JsonRecord | undefined, subject: string): readonly ConsumerFacts[] {
  const name = text(consumer?.['name'])
  if (name === undefined || !wants(record(consumer?.['config']), subject)) return []
  return [
    {
      name,
      pending: number(consumer?.['num_pending']) ?? 0,
      ackPending: number(consumer?.['num_ack_pending']) ?? 0,
      paused: consumer?.['paused'] === true,
    },
  ]
}

function wants(config: JsonRecord | undefined, subject: string): boolean {
  const filters = [text(config?.['filter_subject']), ...array(config?.['filter_subjects'])].filter(
    (filter) => typeof filter === 'string',
  )
  return filters.length === 0 || filters.some((filter) => matchesSubject(filter, subject))
}
