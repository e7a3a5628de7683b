import type { SpanNumbers } from './span-numbers.ts'
import { textOf, type SpanRole, type SpanWithRole } from './span-role.ts'

/**
 * Finds the span that published the message which a server's span is about, by their numbers; it need
 * not be there.
 *
 * Spans made elsewhere may not name their producer: it is the first above them that is no server's.
 */
export function producerFinder(
  spans: readonly SpanWithRole[],
  numbers: SpanNumbers,
): (number: number) => number {
  const producers = new Int32Array(spans.length).fill(UNKNOWN)
  return find

  function find(number: number): number {
    const path: number[] = []
    let at = number
    let producer = producers[at] ?? UNKNOWN
    while (producer < 0) {
      const entry = spans[at]
      if (entry === undefined || !isServerSide(entry.role) || producer === ON_PATH) {
        producer = at
        break
      }
      path.push(at)
      producers[at] = ON_PATH
      const { traceId, parentSpanId = '', attributes } = entry.span
      const named = textOf(attributes, 'nats.trace.producer')
      at = numbers.numberOf(traceId, named ?? parentSpanId)
      producer = named === undefined ? (producers[at] ?? UNKNOWN) : at
    }
    for (const step of path) producers[step] = producer
    return producer
  }
}

const UNKNOWN = -1
// Parents may make a circle: it ends where it began.
const ON_PATH = -2

function isServerSide(role: SpanRole): boolean {
  return role === 'hop' || role === 'store' || role === 'mapping'
}
