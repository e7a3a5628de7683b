import {
  context as contextApi,
  INVALID_SPAN_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api'
import { reportFailure } from '../../safely.ts'
import { isSuppressed } from '../is-suppressed.ts'
import type { Runtime } from '../runtime.ts'
import { toContext } from '../to-context.ts'
import { RecordedSpan, type SpanEnvironment } from './recorded-span.ts'
import { RemoteSpan } from './remote-span.ts'
import { newTrace, randomnessOf, traceIdOf } from './span-ids.ts'
import { toOrigin, type SpanOrigin } from './span-origin.ts'

/** A tracer of OpenTelemetry's API that records the spans that its sampler chooses. */
export function recordingTracer(environment: SpanEnvironment): Tracer {
  return { startSpan, startActiveSpan }

  function startSpan(name: string, given?: SpanOptions, context?: Context): Span {
    const options = given ?? NO_OPTIONS
    try {
      return newSpan(name, options, toContext(context), environment)
    } catch (error) {
      reportFailure('starting a span', error)
      // It may be what the options are that throws.
      return options === NO_OPTIONS ? UNRECORDED : startSpan(name, NO_OPTIONS, context)
    }
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
    const parent = toContext(rest.length > 2 ? (rest[1] as Context) : undefined)
    const span = startSpan(name, options, parent)
    return contextApi.with(trace.setSpan(parent, span), () => work(span) as ReturnType<F>)
  }
}

const NO_OPTIONS: SpanOptions = {}
const UNRECORDED: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

function newSpan(
  name: string,
  options: SpanOptions,
  context: Context,
  environment: SpanEnvironment,
): Span {
  if (isSuppressed(context)) return UNRECORDED

  const { runtime, sampler } = environment
  const parent = options.root === true ? undefined : parentIn(context)
  const origin = parent ?? newOrigin(runtime)
  const isParentSampled = parent && (parent.flags & TraceFlags.SAMPLED) !== 0
  if (sampler(isParentSampled, randomnessOf(origin.trace))) {
    return new RecordedSpan(origin, name, options, environment)
  }
  return unsampledSpan(origin, runtime)
}

/** W3C Trace Context Level 2: the last 56 bits of the trace id are random. */
const RANDOM = 0x02

// A span of ours, and one whose ids we decoded, is its own answer; the ids of any other are parsed.
function parentIn(context: Context): SpanOrigin | undefined {
  const span = trace.getSpan(context)
  if (span === undefined || span instanceof RecordedSpan || span instanceof RemoteSpan) return span
  return toOrigin(span.spanContext())
}

function newOrigin(runtime: Runtime): SpanOrigin {
  // Ids that somebody else makes are not known to be random.
  const flags = runtime.numbers ? RANDOM : TraceFlags.NONE
  return { trace: newTrace(runtime), high: 0, low: 0, flags, traceState: undefined }
}

// Its ids still travel, so that whoever comes next knows that the trace is not sampled.
function unsampledSpan({ trace: bits, flags, traceState }: SpanOrigin, runtime: Runtime): Span {
  return trace.wrapSpanContext({
    traceId: traceIdOf(bits),
    spanId: runtime.newSpanId(),
    traceFlags: flags & 0xff & ~TraceFlags.SAMPLED,
    ...(traceState && { traceState }),
  })
}
