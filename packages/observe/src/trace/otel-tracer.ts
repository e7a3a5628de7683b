import {
  SpanKind as OtelSpanKind,
  trace,
  type Context,
  type SpanOptions as OtelSpanOptions,
  type Tracer as OtelTracer,
} from '@opentelemetry/api'
import { safelyGet } from '../safely.ts'
import { attributesFor, exactOnly, keepsExactNumbers, toAttributes } from './exact-numbers.ts'
import { FacadeSpan } from './facade-span.ts'
import type { Span } from './span.ts'
import { toHrTime } from './to-hr-time.ts'
import { noopTracer, type SpanOptions, type Tracer } from './tracer.ts'

/**
 * Makes the facade speak to any tracer of OpenTelemetry's API: its SDK's, or the recorder's.
 *
 * What that tracer throws is told to OpenTelemetry's `diag`; the work goes on unrecorded.
 *
 * @example
 * const tracer = otelTracer(trace.getTracer('shop'))
 */
export function otelTracer(tracer: OtelTracer): Tracer {
  return {
    start: (context, name, options = {}) =>
      safelyGet(
        'starting a span',
        () => startSpan(tracer, context, name, options),
        noopTracer.start(context, name),
      ),
  }
}

function startSpan(
  tracer: OtelTracer,
  context: Context,
  name: string,
  options: SpanOptions,
): readonly [Context, Span] {
  const otel = tracer.startSpan(name, toOtelOptions(options), context)
  // Samplers have to see attributes at the start, when it is not known yet what the span can take.
  if (options.attributes && keepsExactNumbers(otel)) {
    otel.setAttributes(attributesFor(otel, exactOnly(options.attributes)))
  }
  return [trace.setSpan(context, otel), new FacadeSpan(otel)]
}

const KINDS = {
  internal: OtelSpanKind.INTERNAL,
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  producer: OtelSpanKind.PRODUCER,
  consumer: OtelSpanKind.CONSUMER,
} as const

function toOtelOptions(options: SpanOptions): OtelSpanOptions {
  const { kind = 'internal', attributes, links, root } = options
  const startTime = toHrTime(options.startTimeUnixNano)
  return {
    kind: KINDS[kind],
    ...(attributes && { attributes: toAttributes(attributes) }),
    ...(links && { links: [...links] }),
    ...(root !== undefined && { root }),
    ...(startTime && { startTime }),
  }
}
