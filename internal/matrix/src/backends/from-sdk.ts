import type { SpanContext } from '@opentelemetry/api'
import type { EndedSpan } from '../backend.ts'

/** The part of a span that the SDKs 2 and 3 both have. */
interface SdkSpan {
  readonly name: string
  readonly kind: number
  readonly parentSpanContext?: { readonly spanId: string } | undefined
  readonly status: { readonly code: number }
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly { readonly name: string }[]
  readonly links: readonly unknown[]
  spanContext(): SpanContext
}

/** A span as OpenTelemetry's SDKs export it. */
export function fromSdk(span: SdkSpan): EndedSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: span.spanContext(),
    parentSpanId: span.parentSpanContext?.spanId,
    statusCode: span.status.code,
    attributes: span.attributes,
    events: span.events.map(({ name }) => name),
    links: span.links.length,
  }
}
