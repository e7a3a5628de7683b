import { textOf, type JourneyNode } from '@hopscope/path'
import { deliveryCountOf } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import type { TraceRows } from './trace-rows.ts'

/** The row of the attempt before each attempt to handle a message; -1 for all other rows. */
export function attemptsBefore({ nodes, parents }: TraceRows): Int32Array {
  const before = new Int32Array(nodes.length).fill(-1)
  const latest = new Map<string, number>()
  nodes.forEach((node, row) => {
    if (node.role !== 'consumer' || deliveryCountOf(node) === 0) return
    const sequence = node.span.attributes['messaging.nats.message.stream_sequence']
    const key = `${parents[row] ?? -1} ${typeof sequence === 'number' ? sequence : ''} ${receiverKey(node)}`
    if (deliveryCountOf(node) > 1) before[row] = latest.get(key) ?? -1
    latest.set(key, row)
  })
  return before
}

/** What is the same for every attempt of one receiver: the service, its consumer and the stream. */
export function receiverKey({ resource, span }: JourneyNode): string {
  const { attributes } = span
  const stream = textOf(attributes, 'messaging.nats.stream.name') ?? ''
  return [serviceOf(resource), receiverName(span.attributes) ?? '', stream].join('\n')
}

/** The durable consumer or the queue group; `undefined` for a plain subscription. */
export function receiverName(attributes: JourneyNode['span']['attributes']): string | undefined {
  return (
    textOf(attributes, 'messaging.nats.consumer.name') ??
    textOf(attributes, 'messaging.consumer.group.name')
  )
}
