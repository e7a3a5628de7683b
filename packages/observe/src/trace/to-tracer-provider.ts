import {
  context as contextApi,
  SpanKind as OtelSpanKind,
  trace,
  type Context,
  type Span as OtelSpan,
  type SpanOptions as OtelSpanOptions,
  type Tracer as OtelTracer,
  type TracerProvider,
} from '@opentelemetry/api'
import { systemRuntime } from '../recorder/runtime.ts'
import { toContext } from '../recorder/to-context.ts'
import { toUnixNano } from '../recorder/to-unix-nano.ts'
import { safelyGet } from '../safely.ts'
import { fromOtelAttributes } from './forwarding-span.ts'
import { spanContextOf, type Span } from './span.ts'
import { otelSpanOf } from './span-in-context.ts'
import { noopTracer, type SpanOptions, type Tracer } from './tracer.ts'

/**
 * A tracer provider of OpenTelemetry's API whose spans are those of `tracer`, for an instrumentation
 * that speaks the API.
 *
 * The name of the scope is lost: the facade has none. What else is lost where spans are not
 * OpenTelemetry's own is at `Span.otel`. Where `tracer` records nothing, the parent's
 * context is passed on, as OpenTelemetry's API does without an SDK.
 */
export function toTracerProvider(tracer: Tracer): TracerProvider {
  const otel: OtelTracer = { startSpan: (...given) => startSpan(tracer, ...given), startActiveSpan }
  return { getTracer: () => otel }

  type Work = (span: OtelSpan) => unknown

  function startActiveSpan<F extends Work>(
    name: string,
    ...rest: [F] | [OtelSpanOptions, F] | [OtelSpanOptions, Context, F]
  ): ReturnType<F> {
    const work = rest[rest.length - 1] as F
    const options = rest.length > 1 ? (rest[0] as OtelSpanOptions) : {}
    const parent = toContext(rest.length > 2 ? (rest[1] as Context) : undefined)
    const span = otel.startSpan(name, options, parent)
    return contextApi.with(trace.setSpan(parent, span), () => work(span) as ReturnType<F>)
  }
}

function startSpan(
  tracer: Tracer,
  name: string,
  options?: OtelSpanOptions,
  given?: Context,
): OtelSpan {
  const context = toContext(given)
  const [, span] = safelyGet(
    'starting a span',
    () => tracer.start(context, name, fromOtelOptions(options ?? {})),
    noopTracer.start(context, name),
  )
  return safelyGet('starting a span', () => standIn(span, context, options), span.otel)
}

function standIn(span: Span, context: Context, options: OtelSpanOptions | undefined): OtelSpan {
  const parent = options?.root ? undefined : trace.getSpanContext(context)
  return parent && !spanContextOf(span) ? trace.wrapSpanContext(parent) : otelSpanOf(span)
}

const KINDS = {
  [OtelSpanKind.INTERNAL]: 'internal',
  [OtelSpanKind.SERVER]: 'server',
  [OtelSpanKind.CLIENT]: 'client',
  [OtelSpanKind.PRODUCER]: 'producer',
  [OtelSpanKind.CONSUMER]: 'consumer',
} as const

function fromOtelOptions({
  kind,
  attributes,
  links,
  root,
  startTime,
}: OtelSpanOptions): SpanOptions {
  return {
    kind: KINDS[kind ?? OtelSpanKind.INTERNAL],
    ...(attributes && { attributes: fromOtelAttributes(attributes) }),
    ...(links && { links }),
    ...(root !== undefined && { root }),
    ...(startTime !== undefined && { startTimeUnixNano: toUnixNano(startTime, systemRuntime) }),
  }
}
