import { spanKey, hopNumber, spanRole, textOf } from './span-role.ts'
import { type JourneySpan } from './flatten.ts'

/**
 * Finds the span of the hop, or of the stream, that delivered a message to a consumer.
 *
 * The tree of the spans has the consumer below the producer, beside the hops. On screen it belongs
 * below the server that it got the message from.
 */
export class DeliveryIndex {
  readonly #hops = new Set<string>()
  readonly #origins = new Map<string, string>()
  readonly #stores = new Map<string, string>()

  /** `byKey` has every span of the journey under its {@link spanKey}. */
  constructor(byKey: ReadonlyMap<string, JourneySpan>) {
    const producers = new ProducerIndex(byKey)
    for (const [key, entry] of byKey) {
      const role = spanRole(entry)
      if (role !== 'hop' && role !== 'store') continue
      const { attributes } = entry.span
      const producer = producers.of(key)
      const hop = hopNumber(entry.span)
      if (role === 'store') {
        const stream = textOf(attributes, 'messaging.nats.stream.name') ?? ''
        addFirst(this.#stores, `${producer}\n${hop}\n${stream}`, key)
        continue
      }
      this.#hops.add(key)
      const server = textOf(attributes, 'nats.server.name') ?? ''
      if (hop === '') addFirst(this.#origins, `${producer}\n${server}`, key)
    }
  }

  /** The key of the span that delivered to this consumer; `undefined` when it is not known. */
  delivererOf({ span }: JourneySpan): string | undefined {
    const links = span.links.map(({ traceId, spanId }) => spanKey(traceId, spanId))
    const linked = links.find((key) => this.#hops.has(key))
    if (linked !== undefined) return linked

    const parent = span.parentSpanId === undefined ? [] : [spanKey(span.traceId, span.parentSpanId)]
    const stream = textOf(span.attributes, 'messaging.nats.stream.name')
    const server = textOf(span.attributes, 'messaging.nats.server.name')
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

/** Finds the span that published the message which a hop's spans are about. */
class ProducerIndex {
  readonly #byKey: ReadonlyMap<string, JourneySpan>
  readonly #known = new Map<string, string>()

  constructor(byKey: ReadonlyMap<string, JourneySpan>) {
    this.#byKey = byKey
  }

  // Spans made elsewhere may not name their producer: it is the first above them that is no hop.
  of(key: string): string {
    const path: string[] = []
    const visited = new Set<string>()
    let at = key
    let producer = this.#known.get(at)
    while (producer === undefined) {
      const entry = this.#byKey.get(at)
      if (entry === undefined || visited.has(at) || !isServerSide(entry)) {
        producer = at
        break
      }
      visited.add(at)
      path.push(at)
      const { traceId, parentSpanId = '', attributes } = entry.span
      const named = textOf(attributes, 'nats.trace.producer')
      at = spanKey(traceId, named ?? parentSpanId)
      producer = named === undefined ? this.#known.get(at) : at
    }
    for (const step of path) this.#known.set(step, producer)
    return producer
  }
}

function isServerSide(entry: JourneySpan): boolean {
  const role = spanRole(entry)
  return role === 'hop' || role === 'store' || role === 'mapping'
}

function addFirst(map: Map<string, string>, key: string, value: string): void {
  if (!map.has(key)) map.set(key, value)
}
