import { encodeTraceRequest, type Resource, type Scope } from '@hopscope/observe/otlp'

/** Encoded spans that go out in one message. */
export class SpanBatch {
  readonly #resource: Resource
  readonly #spans = new Map<Scope, Uint8Array[]>()
  #size = 0
  #bytes = 0

  constructor(resource: Resource) {
    this.#resource = resource
  }

  /** How many spans it holds. */
  get size(): number {
    return this.#size
  }

  /** How many bytes they have, without the frames of a request. */
  get bytes(): number {
    return this.#bytes
  }

  add(scope: Scope, span: Uint8Array): void {
    const spans = this.#spans.get(scope)
    if (spans) spans.push(span)
    else this.#spans.set(scope, [span])
    this.#size++
    this.#bytes += span.length
  }

  /** The whole as one OTLP request: requests of protobuf put one after the other are one. */
  encode(): Uint8Array {
    const requests = Array.from(this.#spans, ([scope, spans]) =>
      encodeTraceRequest({ resource: this.#resource, scope, spans }),
    )
    return requests.length === 1 && requests[0] ? requests[0] : concat(requests)
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
