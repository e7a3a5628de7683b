import {
  SpanKind as OtelSpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Exception,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
} from '@opentelemetry/api'
import { toAttributes, type Attribute } from './attribute.ts'
import type { Span, StatusCode } from './span.ts'
import { textOf } from './text-of.ts'
import type { SpanOptions, Tracer } from './tracer.ts'

/**
 * Makes the facade speak to any tracer of OpenTelemetry's API: its SDK's, or the recorder's.
 *
 * @example
 * const tracer = otelTracer(trace.getTracer('shop'))
 */
export function otelTracer(tracer: OtelTracer): Tracer {
  return {
    start(context, name, options = {}) {
      const otel = tracer.startSpan(name, toOtelOptions(options), context)
      return [contextWithSpan(context, otel), facadeSpan(otel)]
    },
  }
}

const KINDS = {
  internal: OtelSpanKind.INTERNAL,
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  producer: OtelSpanKind.PRODUCER,
  consumer: OtelSpanKind.CONSUMER,
} as const

function toOtelOptions({ kind = 'internal', attributes, links, root }: SpanOptions) {
  return {
    kind: KINDS[kind],
    ...(attributes && { attributes: toAttributes(attributes) }),
    ...(links && { links: [...links] }),
    ...(root !== undefined && { root }),
  }
}

function contextWithSpan(context: Context, span: OtelSpan): Context {
  return trace.setSpan(context, span)
}

function facadeSpan(otel: OtelSpan): Span {
  let ended = false
  const end = (): void => {
    if (ended) return
    ended = true
    otel.end()
  }
  return {
    otel,
    end,
    setStatus(code: StatusCode, description?: string) {
      otel.setStatus({
        code: code === 'ok' ? SpanStatusCode.OK : SpanStatusCode.ERROR,
        ...(description !== undefined && { message: description }),
      })
    },
    setAttributes(...attributes: readonly Attribute[]) {
      otel.setAttributes(toAttributes(attributes))
    },
    recordError(error: unknown) {
      if (error === undefined || error === null) return
      recordError(otel, error)
    },
    addEvent(name: string, ...attributes: readonly Attribute[]) {
      otel.addEvent(name, toAttributes(attributes))
    },
    [Symbol.dispose]: end,
  }
}

/** Records what was thrown on a span of OpenTelemetry's API: an exception event, and status error with its message. */
export function recordError(span: OtelSpan, error: unknown): void {
  const exception: Exception = error instanceof Error ? error : textOf(error)
  span.recordException(exception)
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.message : textOf(error),
  })
}
