import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type Span as OtelSpan,
  type SpanContext,
  type SpanStatus,
  type TimeInput,
} from '@opentelemetry/api'
import { systemRuntime } from '../recorder/runtime.ts'
import { toUnixNano } from '../recorder/to-unix-nano.ts'
import { safely } from '../safely.ts'
import type { Attribute } from './attribute.ts'
import { exceptionAttributes } from './exception-attributes.ts'
import type { Span } from './span.ts'

/**
 * A span of the facade as one of OpenTelemetry's API, as {@link Span.otel} tells of it.
 *
 * It is chainable and never throws, whatever the backend does. What the facade has no word for is
 * left out: another name, links after the start, the time of an event.
 */
export class ForwardingSpan implements OtelSpan {
  readonly #span: Span
  #ended = false

  constructor(span: Span) {
    this.#span = span
  }

  spanContext(): SpanContext {
    return this.#span.otel.spanContext()
  }

  isRecording(): boolean {
    return !this.#ended
  }

  setAttribute(key: string, value: AttributeValue): this {
    return this.setAttributes({ [key]: value })
  }

  setAttributes(attributes: Attributes): this {
    return this.#forward('setting attributes', () => {
      this.#span.setAttributes(...fromOtelAttributes(attributes))
    })
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput): this {
    return this.#forward('adding an event', () => {
      this.#span.addEvent(name, ...fromOtelAttributes(attributesOrTime))
    })
  }

  addLink(): this {
    return this
  }

  addLinks(): this {
    return this
  }

  setStatus(status: SpanStatus): this {
    return this.#forward('setting a status', () => {
      const { code, message } = status
      if (code === SpanStatusCode.OK) this.#span.setStatus('ok', message)
      else if (code === SpanStatusCode.ERROR) this.#span.setStatus('error', message)
    })
  }

  updateName(): this {
    return this
  }

  // By OpenTelemetry's API an exception alone is no failure, so it is not `recordError`.
  recordException(exception: Exception): void {
    if (exception === undefined || exception === null) return
    this.addEvent('exception', exceptionAttributes(exception))
  }

  end(endTime?: TimeInput): void {
    this.#forward('ending a span', () => {
      this.#ended = true
      this.#span.end(endTime === undefined ? undefined : toUnixNano(endTime, systemRuntime))
    })
  }

  // Libraries call it that have never heard of the backend, and do not expect its errors.
  #forward(doing: string, work: () => void): this {
    if (!this.#ended) safely(doing, work)
    return this
  }
}

/** Attributes of OpenTelemetry's API as those of the facade; none for a time, which may stand in their place. */
export function fromOtelAttributes(
  attributes: Attributes | TimeInput | undefined,
): readonly Attribute[] {
  if (typeof attributes !== 'object' || attributes === null) return []
  if (Array.isArray(attributes) || attributes instanceof Date) return []
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [{ key, value }],
  )
}
