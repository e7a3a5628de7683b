import { JetstreamRecordBuilder, toNanos, type JetstreamRecord } from '@hopscope/observe/headers'
import { isNuid } from '../observed/shape.ts'
import type { Send } from '../recorded/conversation.ts'
import { type HeaderLine, valuesOf } from '../wire/frame.ts'

/**
 * The record that the application must have sent: the payload, the headers that are not the
 * transport's, and what the rest of them tell of the record.
 *
 * @param data - in place of what the payload says
 */
export function recordOf({ message }: Send, data?: unknown): JetstreamRecord {
  const builder = new JetstreamRecordBuilder(data ?? parse(message.payload))
  for (const [name, value] of message.headers) {
    if (!isOfTransport(name, value, message.subject)) builder.setHeader(name, value)
  }
  const [id] = valuesOf(message, 'Nats-Msg-Id')
  if (id !== undefined && !isNuid(id)) builder.setMessageId(id)
  const [ttl] = valuesOf(message, 'Nats-TTL')
  if (ttl !== undefined) builder.ttl(toNanos(Number.parseInt(ttl, 10), 's'))
  return builder.build()
}

function parse(payload: Uint8Array): unknown {
  if (payload.length === 0) return undefined
  return JSON.parse(Buffer.from(payload).toString()) as unknown
}

// A value that no transport writes was the application's, and so is a name in another case.
function isOfTransport(...[name, value, subject]: [...HeaderLine, string]): boolean {
  if (name === 'x-subject') return value === subject
  if (name === 'x-caller-name') return value.endsWith('__microservice')
  return OF_TRANSPORT.has(name)
}

const OF_TRANSPORT = new Set([
  'x-correlation-id',
  'x-reply-to',
  'traceparent',
  'tracestate',
  'baggage',
  'Nats-Msg-Id',
  'Nats-TTL',
])
