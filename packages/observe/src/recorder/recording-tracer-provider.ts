import {
  context as contextApi,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind as OtelSpanKind,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api'
import type { Scope, SpanKind } from '../otlp/model.ts'
import { RecordedSpan } from './recorded-span.ts'
import { systemRuntime, type Runtime } from './runtime.ts'
import type { SpanSink } from './span-sink.ts'

/**
 * A tracer provider of OpenTelemetry's API that records every sampled span into `sink`, without any SDK.
 *
 * It is parent-based: a trace that begins here is recorded, and one that comes from elsewhere is
 * recorded if it was sampled there.
 *
 * @example
 * trace.setGlobalTracerProvider(recordingTracerProvider(collector))
 */
export function recordingTracerProvider(
  sink: SpanSink,
  runtime: Runtime = systemRuntime,
): TracerProvider {
  const tracers = new Map<string, Tracer>()
  return {
    getTracer(name, version) {
      const key = `${name}@${version ?? ''}`
      let tracer = tracers.get(key)
      if (!tracer) {
        tracer = recordingTracer({ name, ...(version !== undefined && { version }) }, sink, runtime)
        tracers.set(key, tracer)
      }
      return tracer
    },
  }
}

function recordingTracer(scope: Scope, sink: SpanSink, runtime: Runtime): Tracer {
  const tracer: Tracer = { startSpan, startActiveSpan }
  return tracer

  function startSpan(
    name: string,
    options: SpanOptions = {},
    context: Context = contextApi.active(),
  ): Span {
    const parent = options.root ? undefined : validParent(context)
    const spanContext: SpanContext = {
      traceId: parent?.traceId ?? runtime.newTraceId(),
      spanId: runtime.newSpanId(),
      traceFlags: parent?.traceFlags ?? TraceFlags.SAMPLED,
      ...(parent?.traceState && { traceState: parent.traceState }),
    }
    // Its id still travels, so that whoever comes next knows that the trace is not sampled.
    if ((spanContext.traceFlags & TraceFlags.SAMPLED) === 0)
      return trace.wrapSpanContext(spanContext)

    const start = {
      spanContext,
      parentSpanId: parent?.spanId,
      isParentRemote: parent && parent.isRemote === true,
      name,
      kind: KINDS[options.kind ?? OtelSpanKind.INTERNAL],
      startTime: options.startTime,
    }
    const span = new RecordedSpan(start, runtime, (ended) => sink.record(ended, scope))
    if (options.attributes) span.setAttributes(options.attributes)
    if (options.links) span.addLinks(options.links)
    return span
  }

  type Work = (span: Span) => unknown

  function startActiveSpan<F extends Work>(name: string, work: F): ReturnType<F>
  function startActiveSpan<F extends Work>(name: string, o: SpanOptions, work: F): ReturnType<F>
  function startActiveSpan<F extends Work>(
    name: string,
    options: SpanOptions,
    context: Context,
    work: F,
  ): ReturnType<F>
  function startActiveSpan<F extends Work>(
    name: string,
    ...rest: [F] | [SpanOptions, F] | [SpanOptions, Context, F]
  ): ReturnType<F> {
    const work = rest[rest.length - 1] as F
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {}
    const parent = rest.length > 2 ? (rest[1] as Context) : contextApi.active()
    const span = startSpan(name, options, parent)
    return contextApi.with(trace.setSpan(parent, span), () => work(span) as ReturnType<F>)
  }
}

const KINDS: Readonly<Record<OtelSpanKind, SpanKind>> = {
  [OtelSpanKind.INTERNAL]: 'internal',
  [OtelSpanKind.SERVER]: 'server',
  [OtelSpanKind.CLIENT]: 'client',
  [OtelSpanKind.PRODUCER]: 'producer',
  [OtelSpanKind.CONSUMER]: 'consumer',
}

function validParent(context: Context = ROOT_CONTEXT): SpanContext | undefined {
  const parent = trace.getSpanContext(context)
  return parent && isSpanContextValid(parent) ? parent : undefined
}
