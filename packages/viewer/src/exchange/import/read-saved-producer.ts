import type { ResourceSpans } from '@hopscope/observe/otlp'
import { producerSpan } from '../../nats/producer-span.ts'
import { field, listField, textField } from './json-fields.ts'

/** The span of the one who sent what `hopscope trace --save` keeps; none where the message had a context of somebody else. */
export function readSavedProducer(
  json: object,
  { traceId, producerSpanId }: { readonly traceId: string; readonly producerSpanId?: string },
): readonly ResourceSpans[] {
  const sentAtUnixNano = readNanos(json, 'sentAtUnixNano')
  const isOwn = field(json, 'ownContext') === true
  if (!isOwn || producerSpanId === undefined || sentAtUnixNano === undefined) return []
  const received = listField(json, 'events').map((event) => readNanos(event, 'receivedAtUnixNano'))
  const trace = {
    subject: textField(json, 'subject'),
    dryRun: field(json, 'dryRun') === true,
    sentAtUnixNano,
    receivedAtUnixNano: received.filter((time) => time !== undefined).toSorted(byTime),
  }
  return [producerSpan(trace, { traceId, spanId: producerSpanId })]
}

function readNanos(json: unknown, name: string): bigint | undefined {
  const text = textField(json, name)
  return /^\d{1,19}$/.test(text) ? BigInt(text) : undefined
}

function byTime(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other)
}
