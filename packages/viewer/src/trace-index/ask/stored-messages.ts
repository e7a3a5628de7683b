import { settlementOf, textOf, type JourneySpan } from '@hopscope/path'
import type { MessageDelivery, StoredMessage } from '../../api/message-view.ts'
import { deliveryCountOf, isFailed, isGivenUp } from '../../trace/row-flags.ts'
import { serviceOf } from '../../trace/span-detail.ts'
import type { AskContext } from './ask-context.ts'
import { readSpans } from './trace-spans.ts'

/** The spans that name a message of a stream, by their begin, so many at the most. */
export function spansOfMessage(
  { store, deadline }: AskContext,
  stream: string,
  sequence: number,
  limit: number,
): readonly JourneySpan[] {
  const id = store.names.find(stream)
  if (id === undefined) return []
  const rows = store.database
    .prepare(
      `SELECT source, data FROM spans INDEXED BY spans_message WHERE stream = ? AND sequence = ?
       ORDER BY start, id LIMIT ?`,
    )
    .all(id, sequence, limit)
  return readSpans(store, rows, deadline)
}

/** A message as its spans tell of it; `undefined` when there are none. */
export function toStoredMessage(
  stream: string,
  sequence: number,
  spans: readonly JourneySpan[],
): StoredMessage | undefined {
  const publisher = spans.find((entry) => isPublish(entry) && !isDuplicate(entry))
  const first = publisher ?? spans[0]
  if (first === undefined) return undefined
  const messageId = spans
    .map(({ span }) => textOf(span.attributes, 'messaging.message.id'))
    .find((id) => id !== undefined)
  return {
    stream,
    sequence,
    subject: textOf(first.span.attributes, 'messaging.destination.name') ?? '',
    atMs: atMsOf(spans[0] ?? first),
    traceId: first.span.traceId,
    ...(publisher !== undefined && { spanId: publisher.span.spanId }),
    ...(messageId !== undefined && { messageId }),
    deliveryCount: Math.max(0, ...spans.map((entry) => deliveryCountOf(entry))),
    state: stateOf(spans.filter(isDelivery)),
  }
}

/** When a span began; milliseconds of the Unix epoch. */
export function atMsOf({ span }: JourneySpan): number {
  return Number(span.startTimeUnixNano / 1_000n) / 1_000
}

export function isPublish({ span }: JourneySpan): boolean {
  return span.kind === 'producer' || span.attributes['messaging.operation.type'] === 'send'
}

/** Whether a publish was of a message that the stream had already. */
export function isDuplicate({ span }: JourneySpan): boolean {
  return span.attributes['messaging.nats.publish.duplicate'] === true
}

export function isDelivery({ span }: JourneySpan): boolean {
  return span.kind === 'consumer' && span.attributes['messaging.operation.type'] !== 'settle'
}

/** A delivery as its span tells of it. */
export function toDelivery(entry: JourneySpan): MessageDelivery {
  const { span, resource } = entry
  const { startTimeUnixNano, endTimeUnixNano, attributes, status } = span
  const nanos = endTimeUnixNano - startTimeUnixNano
  const error = status.message ?? textOf(attributes, 'error.type')
  return {
    consumer:
      textOf(attributes, 'messaging.nats.consumer.name') ??
      textOf(attributes, 'messaging.consumer.group.name') ??
      '',
    service: serviceOf(resource),
    deliveryCount: deliveryCountOf(entry),
    traceId: span.traceId,
    spanId: span.spanId,
    atMs: atMsOf(entry),
    durationMs: nanos > 0n ? Number(nanos) / 1e6 : 0,
    outcome: outcomeOf(entry),
    ...(isFailed(entry) && error !== undefined && { error: error.slice(0, 4096) }),
  }
}

function outcomeOf({ span }: JourneySpan): MessageDelivery['outcome'] {
  const settlement = settlementOf(span)
  return settlement === 'ack' || settlement === 'nak' || settlement === 'term' ? settlement : 'open'
}

// By what became of it last with each of its consumers: what went wrong with one is told first.
function stateOf(deliveries: readonly JourneySpan[]): StoredMessage['state'] {
  const last = new Map<string, JourneySpan>()
  for (const entry of deliveries) {
    const { consumer, service } = toDelivery(entry)
    const before = last.get(`${service}\0${consumer}`)
    const isLater = before === undefined || deliveryCountOf(before) <= deliveryCountOf(entry)
    if (isLater) last.set(`${service}\0${consumer}`, entry)
  }
  const ends = [...last.values()]
  if (ends.length === 0) return 'stored'
  if (ends.some((entry) => isGivenUp(entry))) return 'dead letter'
  if (ends.some((entry) => isFailed(entry))) return 'failed'
  return ends.some((entry) => outcomeOf(entry) === 'open') ? 'in progress' : 'handled'
}
