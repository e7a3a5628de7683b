import { SpanStatusCode, type Exception, type Span as OtelSpan } from '@opentelemetry/api'
import { messageOf } from '../message-of.ts'
import { safely } from '../safely.ts'
import { textOf } from '../text-of.ts'
import type { Attribute } from './attribute.ts'
import { attributesFor } from './exact-numbers.ts'
import type { Span, StatusCode } from './span.ts'
import { toHrTime } from './to-hr-time.ts'

/** A span of OpenTelemetry's API as a span of the facade. */
export class FacadeSpan implements Span {
  readonly otel: OtelSpan
  #ended = false

  constructor(otel: OtelSpan) {
    this.otel = otel
  }

  end(endTimeUnixNano?: bigint): void {
    if (this.#ended) return
    this.#ended = true
    safely('ending a span', () => this.otel.end(toHrTime(endTimeUnixNano)))
  }

  setStatus(code: StatusCode, description?: string): void {
    const status = {
      code: code === 'ok' ? SpanStatusCode.OK : SpanStatusCode.ERROR,
      ...(description !== undefined && { message: description }),
    }
    safely('setting a status', () => this.otel.setStatus(status))
  }

  setAttributes(...attributes: readonly Attribute[]): void {
    safely('setting attributes', () => {
      this.otel.setAttributes(attributesFor(this.otel, attributes))
    })
  }

  recordError(error: unknown): void {
    if (error === undefined || error === null) return
    safely('recording an error', () => recordError(this.otel, error))
  }

  addEvent(name: string, ...attributes: readonly Attribute[]): void {
    safely('adding an event', () => {
      this.otel.addEvent(name, attributesFor(this.otel, attributes))
    })
  }

  [Symbol.dispose](): void {
    this.end()
  }
}

/** Records what was thrown on a span of OpenTelemetry's API: an exception event, and status error with its message. */
export function recordError(span: OtelSpan, error: unknown): void {
  const exception: Exception = error instanceof Error ? error : textOf(error)
  span.recordException(exception)
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
}
