import { type TraceEvent, type TraceItem } from '../event/trace-event.ts'
import { factsOf, type StreamFacts } from '../explain/facts.ts'
import { plainText } from '../text/plain-text.ts'
import { type TreeLine } from '../text/tree-line.ts'

/** The consumers that get the message from a stream, a line each; none for anything but a stream. */
export function consumerLines(
  { server }: TraceEvent,
  item: TraceItem | undefined,
  facts: readonly StreamFacts[],
): readonly TreeLine[] {
  if (item?.type !== 'storage') return []
  const found = factsOf(facts, { stream: item.stream, server: server.name })
  if (found === undefined) return []
  if ('unavailable' in found) {
    const note = plainText(found.unavailable)
    return [{ name: 'consumers unknown', figures: [], note, children: [] }]
  }
  return found.consumers.map(({ name, pending, ackPending, paused }) => ({
    name: plainText(`consumer ${name}`),
    figures: [],
    note: `${pending} pending, ${ackPending} not acknowledged${paused ? ', paused' : ''}`,
    children: [],
  }))
}
