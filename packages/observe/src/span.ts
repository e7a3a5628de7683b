import type { Span as OtelSpan } from '@opentelemetry/api'
import type { Attribute } from './attribute.ts'

/** A unit of work with a beginning and an end. No method of it throws. */
export interface Span extends Disposable {
  /** The same span by OpenTelemetry's API, for whoever speaks that. */
  readonly otel: OtelSpan

  /** Ends the span; what comes after, a second `end` included, changes nothing. */
  end(): void

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
