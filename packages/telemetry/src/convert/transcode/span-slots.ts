import { AttributeSlots } from './attribute-slots.ts'
import type { JsonScanner } from './json-scanner.ts'
import { Nanos } from './nanos.ts'

/** A string in the text; it is empty where the two are the same. */
export class TextSlot {
  from = 0
  to = 0

  /** Takes a string that is next in the text; `false` if none is. */
  scan(scanner: JsonScanner): boolean {
    if (!scanner.string()) return false
    this.from = scanner.from
    this.to = scanner.to
    return true
  }

  clear(): void {
    this.from = 0
    this.to = 0
  }
}

/** An event of a span. */
export class EventSlot {
  readonly name: TextSlot = new TextSlot()
  readonly time: Nanos = new Nanos()
  /** Which of the attributes are its own, from the first to before the last. */
  first = 0
  last = 0
  /** Bytes that these attributes take, with what frames each. */
  attributeBytes = 0
}

/** Where the parts of a span are in its text, and what had to be made of some of them. */
export class SpanSlots {
  readonly traceId: Uint8Array = new Uint8Array(16)
  readonly spanId: Uint8Array = new Uint8Array(8)
  readonly parentSpanId: Uint8Array = new Uint8Array(8)
  readonly traceState: TextSlot = new TextSlot()
  hasTraceId = false
  hasSpanId = false
  hasParent = false
  readonly name: TextSlot = new TextSlot()
  /** The number that OTLP has for it. */
  kind = 0
  readonly start: Nanos = new Nanos()
  readonly end: Nanos = new Nanos()
  hasStart = false
  hasEnd = false
  /** Those of events come behind the span's own. */
  readonly attributes: AttributeSlots = new AttributeSlots()
  ownAttributes = 0
  /** Bytes that the span's own attributes take, with what frames each. */
  attributeBytes = 0
  readonly #events = Array.from({ length: MAX_EVENTS }, () => new EventSlot())
  #eventCount = 0
  /** The number that OTLP has for it. */
  status = 0
  readonly message: TextSlot = new TextSlot()
  readonly service: TextSlot = new TextSlot()

  /** Begins with another text. */
  clear(): void {
    this.hasTraceId = false
    this.hasSpanId = false
    this.hasParent = false
    this.traceState.clear()
    this.name.clear()
    this.kind = 0
    this.hasStart = false
    this.hasEnd = false
    this.attributes.clear()
    this.ownAttributes = 0
    this.attributeBytes = 0
    this.#eventCount = 0
    this.status = 0
    this.message.clear()
    this.service.clear()
  }

  /** Whether it has what no span may lack. */
  get isWhole(): boolean {
    return this.hasTraceId && this.hasSpanId && this.hasStart
  }

  /** Ends the span's own attributes. */
  closeAttributes(): void {
    this.ownAttributes = this.attributes.count
    this.attributeBytes = this.attributes.framedBytes
  }

  /** Begins an event; `undefined` if there is no room for more. */
  openEvent(): EventSlot | undefined {
    const event = this.#events[this.#eventCount]
    if (!event) return undefined
    this.#eventCount++
    event.first = this.attributes.count
    event.attributeBytes = -this.attributes.framedBytes
    return event
  }

  /** Ends an event with its attributes. */
  closeEvent(event: EventSlot): void {
    event.last = this.attributes.count
    event.attributeBytes += this.attributes.framedBytes
  }

  /** The events, of which there are none as a rule. */
  events(): readonly EventSlot[] {
    return this.#eventCount === 0 ? NONE : this.#events.slice(0, this.#eventCount)
  }
}

const NONE: readonly EventSlot[] = []
/** Spans with more are read in another way. */
const MAX_EVENTS = 16
