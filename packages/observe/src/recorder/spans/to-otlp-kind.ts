import { SpanKind } from '@opentelemetry/api'

/**
 * The number of a kind in OTLP; that of an internal span for what is no kind.
 *
 * It is written as one byte: a greater number than there is a kind for would break the bytes after it.
 */
export function toOtlpKind(kind: SpanKind = SpanKind.INTERNAL): number {
  const isKind = Number.isInteger(kind) && kind >= SpanKind.INTERNAL && kind <= SpanKind.CONSUMER
  return (isKind ? kind : SpanKind.INTERNAL) + 1
}
