import { boolean, integer, list, number, object, ref, string, words } from './schema.ts'
import { spanId, traceId, type Schema, type Schemas } from './schema.ts'

const STORED_MESSAGE = {
  stream: string,
  sequence: integer,
  subject: string,
  atMs: number,
  traceId,
  deliveryCount: integer,
  state: words('stored', 'in progress', 'handled', 'failed', 'dead letter'),
} as const

const STORED_MESSAGE_OPTIONAL = { spanId, messageId: string } as const
const HEADERS: Schema = list({ type: 'array', prefixItems: [string, string], items: string })

/** What is known of messages of streams, and what can be done with them. */
export const MESSAGE_SCHEMAS: Schemas = {
  MessageList: object(
    { messages: list(ref('StoredMessage')), coverage: ref('Coverage') },
    { next: string },
  ),
  StoredMessage: object(STORED_MESSAGE, STORED_MESSAGE_OPTIONAL),
  MessageView: object(
    {
      ...STORED_MESSAGE,
      duplicates: list(object({ traceId, spanId, atMs: number })),
      deliveries: list(ref('MessageDelivery')),
      traces: list(ref('TraceSummary')),
      coverage: ref('Coverage'),
    },
    STORED_MESSAGE_OPTIONAL,
  ),
  MessageDelivery: object(
    {
      consumer: string,
      service: string,
      deliveryCount: integer,
      traceId,
      spanId,
      atMs: number,
      durationMs: number,
      outcome: words('ack', 'nak', 'term', 'open'),
    },
    { error: string },
  ),
  DeadLetterList: object({
    letters: list(ref('DeadLetter')),
    groups: list(ref('DeadLetterGroup')),
    streams: list(string),
    canReplay: boolean,
  }),
  DeadLetter: object(
    {
      stream: string,
      sequence: integer,
      subject: string,
      storedAtMs: number,
      payloadBytes: integer,
    },
    {
      reason: string,
      originalSubject: string,
      originalStream: string,
      deliveryCount: integer,
      failedAtMs: number,
      traceId,
      spanId,
    },
  ),
  DeadLetterGroup: object({ reason: string, count: integer }, { originalStream: string }),
  ReplayResult: object(
    { subject: string, isDuplicate: boolean },
    { stream: string, sequence: integer },
  ),
  ProbeRequest: object(
    { subject: string },
    { headers: HEADERS, payload: string, deliver: boolean },
  ),
  ProbeResult: object(
    { isComplete: boolean, verdict: string, headers: HEADERS, text: string },
    { traceId },
  ),
  ImportResult: object(
    { traceIds: list(traceId), spans: integer, unreadable: integer },
    { problem: string },
  ),
}
