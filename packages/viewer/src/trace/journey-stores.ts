import { textOf, type JourneyNode } from '@hopscope/path'
import type { JourneyStore } from '../api/journey-view.ts'
import type { Message } from './messages.ts'
import { isDryRunSpan } from './row-flags.ts'
import type { TraceRows } from './trace-rows.ts'

/** The streams that got a message, by what servers tell, else by what its publisher or consumers do. */
export function journeyStores(rows: TraceRows, message: Message): readonly JourneyStore[] {
  const sequences = new Map<string, number>()
  const stores = new Map<string, JourneyStore>()
  for (const row of [message.row, ...message.members]) {
    const node = rows.nodes[row]
    const stream = streamOf(node)
    if (node === undefined || node.role === 'missing' || stream === undefined) continue
    const sequence = node.span.attributes['messaging.nats.message.stream_sequence']
    if (typeof sequence === 'number') sequences.set(stream, sequence)
    const known = stores.get(stream)
    if (known !== undefined && (known.row >= 0 || node.role !== 'store')) continue
    stores.set(stream, {
      stream,
      ...(node.role === 'store' ? told(rows, node, row) : implied(rows, node, row)),
    })
  }
  return [...stores.values()].map((store) => {
    const sequence = sequences.get(store.stream)
    return sequence === undefined ? store : { ...store, sequence }
  })
}

function streamOf(node: TraceRows['nodes'][number] | undefined): string | undefined {
  if (node === undefined || node.role === 'missing') return undefined
  return textOf(node.span.attributes, 'messaging.nats.stream.name')
}

type Outcome = Omit<JourneyStore, 'stream' | 'sequence'>

function told({ ends }: TraceRows, { span }: JourneyNode, row: number): Outcome {
  const outcome = textOf(span.attributes, 'messaging.nats.store.outcome')
  const reason = textOf(span.attributes, 'messaging.nats.store.reason')
  return {
    row,
    outcome: toOutcome(outcome, span),
    ...(reason !== undefined && { reason }),
    atNs: ends[row] ?? 0,
  }
}

// The publisher has an acknowledgement of the stream; who got it from there has its word.
function implied({ starts, ends }: TraceRows, node: JourneyNode, row: number): Outcome {
  const isConsumer = node.role === 'consumer'
  const { attributes, status } = node.span
  const isDuplicate = attributes['messaging.nats.publish.duplicate'] === true
  const isRefused = !isConsumer && status.code === 'error'
  const stored = isRefused ? 'unknown' : 'stored'
  return {
    row: -1,
    outcome: isDuplicate ? 'duplicate' : stored,
    atNs: (isConsumer ? starts[row] : ends[row]) ?? 0,
  }
}

function toOutcome(told: string | undefined, span: JourneyNode['span']): JourneyStore['outcome'] {
  const outcome = OUTCOMES.find((known) => known === told) ?? 'unknown'
  if (!isDryRunSpan(span)) return outcome
  if (outcome === 'stored') return 'would store'
  return outcome === 'rejected' ? 'would reject' : outcome
}

const OUTCOMES = ['stored', 'duplicate', 'rejected', 'no interest', 'unknown'] as const
