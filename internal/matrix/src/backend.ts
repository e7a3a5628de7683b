import type { SpanContext } from '@opentelemetry/api'

/** A way of recording spans, set up once in a process. */
export interface Backend {
  /** The spans that have ended since the start. */
  ended(): readonly EndedSpan[]
}

/** A span that has ended, in the words of OpenTelemetry's API. */
export interface EndedSpan {
  readonly name: string
  /** As the API counts them: 0 is internal, 4 consumer. */
  readonly kind: number
  readonly spanContext: SpanContext
  readonly parentSpanId: string | undefined
  /** 0 is unset, 1 ok, 2 error. */
  readonly statusCode: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly string[]
  readonly links: number
}
