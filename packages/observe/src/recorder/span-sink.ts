import type { Scope, SpanData } from '../otlp/model.ts'

/** Takes ended spans: a collector that sends them on, or a list in a test. It must not throw. */
export interface SpanSink {
  /** Called once a span, at its end. `scope` is the same object for all spans of one tracer. */
  record(span: SpanData, scope: Scope): void
}
