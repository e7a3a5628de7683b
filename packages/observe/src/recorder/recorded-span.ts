import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type SpanStatus as OtelSpanStatus,
  type TimeInput,
} from '@opentelemetry/api'
import type {
  AnyValue,
  SpanData,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
} from '../otlp/model.ts'
import { textOf } from '../text-of.ts'
import type { Runtime } from './runtime.ts'
import { toUnixNano } from './to-unix-nano.ts'

/** OpenTelemetry's default limit, of attributes, events and links alike (SDK environment variables, OTEL_SPAN_*_COUNT_LIMIT). */
const MAX_ITEMS = 128

/** What a span knows when it starts. */
export interface SpanStart {
  readonly spanContext: SpanContext
  readonly parentSpanId: string | undefined
  /** Whether the parent is in another process; absent without a parent. */
  readonly isParentRemote: boolean | undefined
  readonly name: string
  readonly kind: SpanKind
  readonly startTime: TimeInput | undefined
}

/** A span of OpenTelemetry's API that hands itself over as {@link SpanData} when it ends. */
export class RecordedSpan implements Span {
  readonly #start: SpanStart
  readonly #runtime: Runtime
  readonly #onEnd: (span: SpanData) => void
  readonly #startTimeUnixNano: bigint
  readonly #attributes: Record<string, AnyValue> = {}
  readonly #events: SpanEvent[] = []
  readonly #links: SpanLink[] = []
  #name: string
  #status: SpanStatus = { code: 'unset' }
  #attributesCount = 0
  #droppedAttributesCount = 0
  #droppedEventsCount = 0
  #droppedLinksCount = 0
  #ended = false

  constructor(start: SpanStart, runtime: Runtime, onEnd: (span: SpanData) => void) {
    this.#start = start
    this.#name = textOf(start.name)
    this.#runtime = runtime
    this.#onEnd = onEnd
    this.#startTimeUnixNano = toUnixNano(start.startTime, runtime)
  }

  spanContext(): SpanContext {
    return this.#start.spanContext
  }

  isRecording(): boolean {
    return !this.#ended
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.#ended || key === '' || value === undefined || value === null) return this

    if (!Object.hasOwn(this.#attributes, key)) {
      if (this.#attributesCount === MAX_ITEMS) {
        this.#droppedAttributesCount++
        return this
      }
      this.#attributesCount++
    }
    this.#attributes[key] = toAnyValue(value)
    return this
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) {
      const value = attributes[key]
      if (value !== undefined) this.setAttribute(key, value)
    }
    return this
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#ended) return this
    if (this.#events.length === MAX_ITEMS) {
      this.#droppedEventsCount++
      return this
    }
    const isTime = isTimeInput(attributesOrTime)
    this.#events.push({
      name: textOf(name),
      timeUnixNano: toUnixNano(isTime ? attributesOrTime : time, this.#runtime),
      attributes: isTime ? {} : toAttributeMap(attributesOrTime),
    })
    return this
  }

  addLink(link: Link): this {
    if (this.#ended) return this
    if (this.#links.length === MAX_ITEMS) {
      this.#droppedLinksCount++
      return this
    }
    const { traceId, spanId, traceFlags, traceState, isRemote } = link.context
    this.#links.push({
      traceId,
      spanId,
      flags: otlpFlags(traceFlags, isRemote === true),
      ...(traceState && { traceState: traceState.serialize() }),
      attributes: toAttributeMap(link.attributes),
      ...(link.droppedAttributesCount && { droppedAttributesCount: link.droppedAttributesCount }),
    })
    return this
  }

  addLinks(links: readonly Link[]): this {
    for (const link of links) this.addLink(link)
    return this
  }

  setStatus({ code, message }: OtelSpanStatus): this {
    // Once it is ok, it stays ok; nobody may take a status back (trace API, set status).
    if (this.#ended || code === SpanStatusCode.UNSET || this.#status.code === 'ok') return this

    if (code === SpanStatusCode.OK) this.#status = { code: 'ok' }
    // Who says only that it failed does not take back why.
    else if (message !== undefined) this.#status = { code: 'error', message: textOf(message) }
    else if (this.#status.code === 'unset') this.#status = { code: 'error' }
    return this
  }

  updateName(name: string): this {
    if (!this.#ended) this.#name = textOf(name)
    return this
  }

  recordException(exception: Exception, time?: TimeInput): void {
    // JavaScript can throw nothing at all, and who catches it passes it on.
    if (exception === undefined || exception === null) return

    const attributes =
      typeof exception === 'string'
        ? { 'exception.message': exception }
        : {
            'exception.type': exception.name ?? String(exception.code ?? 'Error'),
            'exception.message': exception.message ?? '',
            ...(exception.stack !== undefined && { 'exception.stacktrace': exception.stack }),
          }
    this.addEvent('exception', attributes, time)
  }

  end(endTime?: TimeInput): void {
    if (this.#ended) return
    this.#ended = true

    const { spanContext, parentSpanId, isParentRemote, kind } = this.#start
    const end = toUnixNano(endTime, this.#runtime)
    this.#onEnd({
      traceId: spanContext.traceId,
      spanId: spanContext.spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      ...(spanContext.traceState && { traceState: spanContext.traceState.serialize() }),
      flags: otlpFlags(spanContext.traceFlags, isParentRemote),
      name: this.#name,
      kind,
      startTimeUnixNano: this.#startTimeUnixNano,
      endTimeUnixNano: end < this.#startTimeUnixNano ? this.#startTimeUnixNano : end,
      attributes: this.#attributes,
      ...(this.#droppedAttributesCount > 0 && {
        droppedAttributesCount: this.#droppedAttributesCount,
      }),
      events: this.#events,
      ...(this.#droppedEventsCount > 0 && { droppedEventsCount: this.#droppedEventsCount }),
      links: this.#links,
      ...(this.#droppedLinksCount > 0 && { droppedLinksCount: this.#droppedLinksCount }),
      status: this.#status,
    })
  }
}

// SpanFlags of OTLP's trace.proto: bit 8 says that bit 9 is meant, bit 9 that the other side is remote.
function otlpFlags(traceFlags: number, isRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | (isRemote === undefined ? 0 : isRemote ? 0x300 : 0x100)
}

function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === 'number' || value instanceof Date || Array.isArray(value)
}

function toAttributeMap(attributes: Attributes | undefined): Record<string, AnyValue> {
  const map: Record<string, AnyValue> = {}
  for (const key in attributes) {
    const value = attributes[key]
    if (key !== '' && value !== undefined && value !== null) map[key] = toAnyValue(value)
  }
  return map
}

// A list is copied: the caller may go on to change it.
function toAnyValue(value: AttributeValue): AnyValue {
  return Array.isArray(value) ? value.map((item) => item ?? null) : value
}
