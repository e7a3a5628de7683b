import type { Msg } from '@nats-io/nats-core'
import type { Exhausted } from '../dead-letters/exhausted.ts'
import { giveUpStored, type StoredOffice } from '../dead-letters/give-up-stored.ts'
import type { Handling } from './delivery.ts'
import { reasonOf } from './reason-of.ts'

/** The subject on which the server tells of messages that a consumer delivered for the last time in vain. */
export function exhaustedSubject(stream: string, consumer: string): string {
  return `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.${consumer}`
}

/** Handles what the server tells there: such a message is a dead letter. */
export function exhaustedHandling(office: StoredOffice): Handling<Msg> {
  return {
    async run({ message }) {
      const exhausted = parseExhausted(message)
      const error = exhausted && (await giveUpStored(office, exhausted))
      if (error) tellNotGivenUp(office, exhausted, error)
      return error
    },
    async abandon() {
      // Nobody is told again: the message stays in its stream.
    },
  }
}

/** Tells of a message that nobody handles any more, and that could not be made a dead letter. */
export function tellNotGivenUp(
  { tell }: StoredOffice,
  { stream, sequence }: Exhausted,
  cause: Error,
): void {
  tell({
    code: 'DEAD_LETTER_FAILED',
    message: `message ${sequence} of ${stream}, never settled, cannot be given up: ${reasonOf(cause)}`,
    hint: 'it is left in its stream; see whether the connection may read and delete messages',
    stream,
    cause,
  })
}

// As in server/jetstream_events.go: JSConsumerDeliveryExceededAdvisory.
function parseExhausted(message: Msg): Exhausted | undefined {
  try {
    const { stream, stream_seq, deliveries } = message.json<Partial<Advisory>>()
    if (typeof stream !== 'string' || typeof stream_seq !== 'number') return undefined
    return { stream, sequence: stream_seq, deliveryCount: Number(deliveries ?? 0) }
  } catch {
    return undefined
  }
}

interface Advisory {
  readonly stream: unknown
  readonly stream_seq: unknown
  readonly deliveries: unknown
}
