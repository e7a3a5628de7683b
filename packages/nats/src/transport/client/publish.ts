import { goDuration, type JetstreamRecord } from '@hopscope/observe/headers'
import { nuid } from '@nats-io/nats-core'
import type { PubAck } from '@nats-io/jetstream'
import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { scheduleSubjectOf, subjectOf, type MessageKind } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import { compose, type Composed, type HeaderLine } from './compose.ts'
import { publishError } from './send-error.ts'
import { ownLines, type Sender } from './sender.ts'
import { startTracedSend } from './traced-send.ts'
import type { Published } from './transport-client.ts'

/** Where an event goes. */
export interface Destination {
  readonly kind: Exclude<MessageKind, 'rpc'>
  readonly service: string
  readonly pattern: string
}

/**
 * Publishes an event to its stream; one that is scheduled to where the stream holds it until then.
 *
 * @throws {@link TransportError} PUBLISH_FAILED, PAYLOAD_INVALID, HEADER_INVALID, NAME_INVALID or OPTION_INVALID
 */
export async function publishEvent(
  sender: Sender,
  destination: Destination,
  data: unknown,
): Promise<Published> {
  const target = subjectOf(destination.kind, destination.service, destination.pattern)
  const composed = compose(sender.codec, ownLines(sender, target), data)
  const { scheduleAt } = composed.record
  const holder = scheduleAt && holderOf(destination)
  const subject = holder?.subject ?? target

  const send = startTracedSend(sender.connection, {
    operation: 'publish',
    subject,
    payload: composed.payload,
    headers: composed.headers,
    natsHeaders: natsLines(composed, target),
    canonicalTrace: sender.canonicalTrace,
    attributes: { [ATTRIBUTE.messageId]: composed.messageId, ...holder?.attributes },
    ...(holder && { display: holder.template }),
  })
  try {
    const { headers } = send
    const ack = await send.run(() =>
      sender.jetstream.publish(subject, composed.payload, { headers }),
    )
    send.end(ackAttributes(ack))
    return { stream: ack.stream, sequence: ack.seq, duplicate: ack.duplicate }
  } catch (error) {
    const failure = publishError(sender.connection, subject, error)
    send.fail(failure)
    throw failure
  }
}

/** What a span says of the acknowledgement of its message. */
export function ackAttributes({ stream, seq, duplicate, domain }: PubAck): Attributes {
  return {
    [ATTRIBUTE.streamName]: stream,
    [ATTRIBUTE.streamSequence]: seq,
    ...(domain && { [ATTRIBUTE.domain]: domain }),
    ...(duplicate && { [ATTRIBUTE.publishDuplicate]: true }),
  }
}

interface Holder {
  readonly subject: string
  /** What stands for it where every message would have a name of its own. */
  readonly template: string
  readonly attributes: Attributes
}

function holderOf({ kind, service, pattern }: Destination): Holder {
  if (kind === 'ordered') {
    throw new TransportError('OPTION_INVALID', `${pattern} is ordered, and cannot be scheduled`, {
      hint: 'publish it when it is due, or schedule an event',
    })
  }
  const id = nuid.next()
  const subject = scheduleSubjectOf(kind, service, pattern, id)
  const template = `${subject.slice(0, -id.length)}*`
  return { subject, template, attributes: { [ATTRIBUTE.destinationTemplate]: template } }
}

// In the order of the contract; what the application set besides comes last.
function natsLines({ natsHeaders, messageId, record }: Composed, target: string): HeaderLine[] {
  const own: readonly HeaderLine[] = [['Nats-Msg-Id', messageId], ...timeLines(record, target)]
  const names = new Set(own.map(([name]) => name.toLowerCase()))
  return [...own, ...natsHeaders.filter(([name]) => !names.has(name.toLowerCase()))]
}

// The stream gives a scheduled message its TTL when it publishes it; until then it must not expire.
function timeLines({ scheduleAt, ttlNanos }: JetstreamRecord, target: string): HeaderLine[] {
  const ttl = ttlNanos === undefined ? undefined : goDuration(ttlNanos)
  if (!scheduleAt) return ttl === undefined ? [] : [['Nats-TTL', ttl]]

  const lines: HeaderLine[] = [
    ['Nats-Schedule', `@at ${scheduleAt.toISOString()}`],
    ['Nats-Schedule-Target', target],
  ]
  return ttl === undefined ? lines : [...lines, ['Nats-Schedule-TTL', ttl]]
}
