import { trace, type Context, type Link } from '@opentelemetry/api'
import type { SpanKind } from '../otlp/model.ts'
import type { Attribute } from './attribute.ts'
import type { Span } from './span.ts'

/**
 * The one thing application code depends on. Implementations never throw.
 *
 * One for another backend finds the parent by `trace.getSpanContext(context)` of OpenTelemetry's API,
 * which has local and remote ones alike, and returns {@link contextWithSpan}.
 */
export interface Tracer {
  /** Starts a span as a child of the one in `context`; the returned context carries the new span. */
  start(context: Context, name: string, options?: SpanOptions): readonly [Context, Span]
}

/** What a span is told when it starts, which is when sampling is decided. */
export interface SpanOptions {
  /** @default 'internal' */
  readonly kind?: Exclude<SpanKind, 'unspecified'>
  readonly attributes?: readonly Attribute[]
  /** Other spans that this one has to do with, without being their child. */
  readonly links?: readonly Link[]
  /** Begins a new trace, whatever `context` holds. @default false */
  readonly root?: boolean
  /** When the work began, in nanoseconds since 1970. @default now */
  readonly startTimeUnixNano?: bigint
}

/** A tracer that records nothing: what a library uses until it is given another. */
export const noopTracer: Tracer = { start: (context) => [context, noopSpan] }

const noopSpan: Span = {
  otel: trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
  end: () => {},
  setStatus: () => {},
  setAttributes: () => {},
  recordError: () => {},
  addEvent: () => {},
  [Symbol.dispose]: () => {},
}
