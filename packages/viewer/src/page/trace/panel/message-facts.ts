import { h } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { Text } from '../../element/text.tsx'
import { formatBytes } from '../../format/bytes.ts'
import { formatRoute } from '../../router/route.ts'
import { traceSource } from '../../client/trace-source.ts'
import type { Fact } from './facts.tsx'

/** Whether the span is about a message. */
export function isMessageSpan({ attributes }: SpanDetail): boolean {
  return attributes.some(
    ({ key }) => key === 'messaging.destination.name' || key === 'messaging.nats.stream.name',
  )
}

/** What is known of the message of a span, the most telling first; nothing of a span without one. */
export function messageFacts({ attributes }: SpanDetail): readonly Fact[] {
  const values = new Map(attributes.map(({ key, value }) => [key, value]))
  const facts = FACTS.flatMap(([name, key]): readonly Fact[] => {
    const value = values.get(key)
    if (value === undefined) return []
    if (key.endsWith('.size')) return [{ name, value: formatBytes(Number(value)) }]
    return [{ name, value: h(Text, { value }) }]
  })
  const stream = values.get('messaging.nats.stream.name')
  const sequence = Number(values.get('messaging.nats.message.stream_sequence'))
  if (stream === undefined || !Number.isSafeInteger(sequence) || !traceSource().isLive) return facts
  const href = formatRoute({ page: 'message', stream, sequence })
  return [...facts, { name: 'Message', value: h('a', { href }, `${stream} ${sequence}`) }]
}

const FACTS: readonly (readonly [name: string, key: string])[] = [
  ['Subject', 'messaging.destination.name'],
  ['Delivery', 'messaging.nats.message.delivery_count'],
  ['Stream', 'messaging.nats.stream.name'],
  ['Sequence', 'messaging.nats.message.stream_sequence'],
  ['Consumer', 'messaging.nats.consumer.name'],
  ['Queue group', 'messaging.consumer.group.name'],
  ['Dead letter', 'messaging.nats.dead_letter.reason'],
  ['Dead letters to', 'messaging.nats.dead_letter.stream'],
  ['Context', 'nats.trace.context'],
  ['Template', 'messaging.destination.template'],
  ['Message id', 'messaging.message.id'],
  ['Conversation', 'messaging.message.conversation_id'],
  ['Payload', 'messaging.message.body.size'],
  ['Domain', 'messaging.nats.domain'],
  ['Account', 'nats.account.name'],
  ['Server', 'messaging.nats.server.name'],
  ['Hop', 'nats.trace.hop'],
  ['Consumer pending', 'messaging.nats.consumer.pending'],
]
