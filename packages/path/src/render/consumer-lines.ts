import type { TraceEvent, TraceItem } from '../event/trace-event.ts'
import {
  factsOf,
  type ConsumerFacts,
  type StreamFacts,
  type Unavailable,
} from '../explain/facts.ts'
import { plainText } from '../text/plain-text.ts'
import type { TreeLine } from '../text/tree-line.ts'

/** The consumers that get the message from a stream, a line each; none for anything but a stream. */
export function consumerLines(
  { server }: TraceEvent,
  item: TraceItem,
  facts: readonly StreamFacts[],
): readonly TreeLine[] {
  if (item.type !== 'storage') return []
  const found = factsOf(facts, { stream: item.stream, server: server.name })
  if (found === undefined) return []
  if ('unavailable' in found) return [unknownLine('consumers unknown', found)]
  const { consumers, consumersUnavailable } = found
  const lines = consumers.map((consumer) => consumerLine(consumer))
  if (consumersUnavailable === undefined) return lines
  const unknown = consumers.length === 0 ? 'consumers unknown' : 'more consumers unknown'
  return [...lines, unknownLine(unknown, consumersUnavailable)]
}

function consumerLine({ name, pending, ackPending, paused }: ConsumerFacts): TreeLine {
  return {
    name: plainText(`consumer ${name}`),
    figures: [],
    note: `${pending} pending, ${ackPending} not acknowledged${paused ? ', paused' : ''}`,
    children: [],
  }
}

function unknownLine(name: string, { unavailable }: Unavailable): TreeLine {
  return { name, figures: [], note: plainText(unavailable), children: [] }
}
