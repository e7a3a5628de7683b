import { isSpanContextValid, type Span as OtelSpan, type SpanContext } from '@opentelemetry/api'
import type { Attribute } from './attribute.ts'

/** A unit of work with a beginning and an end. No method of it throws. */
export interface Span extends Disposable {
  /**
   * The same span by OpenTelemetry's API, for whoever speaks that.
   *
   * A backend that has none gives `trace.wrapSpanContext({ traceId, spanId, traceFlags })`. What others
   * do to it by that API is then done by the methods below, which have no word for another name, for
   * a link that is added after the start, and for the time of an event: the name stays, the link is
   * left out, and the event is of the moment in which it is added. A backend that has these gives a
   * span of its own that records, and is called by the API itself.
   */
  readonly otel: OtelSpan

  /**
   * Ends the span; what comes after, a second `end` included, changes nothing.
   *
   * @param endTimeUnixNano When the work was over, in nanoseconds since 1970. @default now
   */
  end(endTimeUnixNano?: bigint): void

  /** Says how the work went; `description` goes with `error`. */
  setStatus(code: StatusCode, description?: string): void

  /** Adds attributes; one with the same key replaces the older. */
  setAttributes(...attributes: readonly Attribute[]): void

  /** Records what was thrown as an event and sets the status to `error`; nothing for `undefined` and `null`. */
  recordError(error: unknown): void

  /** Adds an event of this moment. */
  addEvent(name: string, ...attributes: readonly Attribute[]): void
}

/** How a span ended, where someone said so. */
export type StatusCode = 'ok' | 'error'

/** The ids and flags of a span, to pass on by hand; none for a span of the no-op tracer, which has no ids. */
export function spanContextOf(span: Span): SpanContext | undefined {
  const spanContext = span.otel.spanContext()
  return isSpanContextValid(spanContext) ? spanContext : undefined
}
