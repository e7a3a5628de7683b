import { producerFinder } from './producer-finder.ts'
import { hopNumber, textOf, type SpanWithRole } from './span-role.ts'
import type { JourneySpan } from './flatten.ts'
import type { SpanNumbers } from './span-numbers.ts'

/**
 * Finds the span of the hop, or of the stream, that delivered a message to a consumer.
 *
 * The tree of the spans has the consumer below the producer, beside the hops. On screen it belongs
 * below the server that it got the message from.
 */
export class DeliveryIndex {
  readonly #spans: readonly SpanWithRole[]
  readonly #numbers: SpanNumbers
  readonly #origins = new Map<string, number>()
  readonly #stores = new Map<string, number>()

  /** `spans` has every span of the journey at the place of its number. */
  constructor(spans: readonly SpanWithRole[], numbers: SpanNumbers) {
    this.#spans = spans
    this.#numbers = numbers
    const producerOf = producerFinder(spans, numbers)
    for (const [number, { role, span }] of spans.entries()) {
      if (role === 'store') {
        const stream = textOf(span.attributes, 'messaging.nats.stream.name') ?? ''
        const key = `${producerOf(number)}\n${hopNumber(span)}\n${stream}`
        addFirst(this.#stores, key, number)
      } else if (role === 'hop' && hopNumber(span) === '') {
        const server = textOf(span.attributes, 'nats.server.name') ?? ''
        addFirst(this.#origins, `${producerOf(number)}\n${server}`, number)
      }
    }
  }

  /** The number of the span that delivered to this consumer; `undefined` when it is not known. */
  delivererOf({ span }: JourneySpan): number | undefined {
    const { traceId, parentSpanId, attributes } = span
    const links = span.links.map((link) => this.#numbers.numberOf(link.traceId, link.spanId))
    const linked = links.find((number) => this.#spans[number]?.role === 'hop')
    if (linked !== undefined) return linked

    const parent = parentSpanId === undefined ? [] : [this.#numbers.numberOf(traceId, parentSpanId)]
    const stream = textOf(attributes, 'messaging.nats.stream.name')
    const server = textOf(attributes, 'messaging.nats.server.name')
    for (const producer of [...parent, ...links]) {
      const found =
        stream === undefined
          ? this.#origins.get(`${producer}\n${server ?? ''}`)
          : this.#stores.get(`${producer}\n${hopNumber(span)}\n${stream}`)
      if (found !== undefined) return found
    }
    return undefined
  }
}

function addFirst(map: Map<string, number>, key: string, value: number): void {
  if (!map.has(key)) map.set(key, value)
}
