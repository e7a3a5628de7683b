import type { TracerProvider } from '@opentelemetry/api'
import { perScope, type RecordedScope } from './per-scope.ts'
import { parentBased, alwaysOn, type Sampler } from './sampler.ts'
import { systemRuntime, type Runtime } from './runtime.ts'
import type { SpanSink } from './span-sink.ts'
import { recordingTracer } from './spans/recording-tracer.ts'
import { DEFAULT_SPAN_LIMITS, type SpanLimits } from './spans/span-limits.ts'
import type { SpanRecord } from './spans/span-record.ts'
import { toSpanData } from './spans/to-span-data.ts'

/** How spans are recorded. */
export interface RecorderOptions {
  /** Decides whether a trace is recorded. @default what begins here, and what was sampled elsewhere */
  readonly sampler?: Sampler
  /** How much a span may hold; what is left out here has its default. @default 128 of everything */
  readonly limits?: Partial<SpanLimits>
  /** @default the machine's own */
  readonly runtime?: Runtime
}

/**
 * A tracer provider of OpenTelemetry's API that records every sampled span into `sink`, without any SDK.
 *
 * @example
 * trace.setGlobalTracerProvider(recordingTracerProvider({ record: (span) => spans.push(span) }))
 */
export function recordingTracerProvider(
  sink: SpanSink,
  runtime: Runtime = systemRuntime,
  options: Omit<RecorderOptions, 'runtime'> = {},
): TracerProvider {
  const origin = runtime.numbers?.originUnixNano ?? 0n
  const onEnd = (span: SpanRecord, scope: RecordedScope): void => {
    sink.record(toSpanData(span, origin), scope)
  }
  return tracerProvider(onEnd, { ...options, runtime })
}

/**
 * A tracer provider of OpenTelemetry's API that hands over each span as it was recorded, for a
 * `SpanWriter`.
 *
 * @param onEnd called once a span, at its end; it must not throw. `scope` is the same object for all
 *   spans of one tracer
 */
export function tracerProvider(
  onEnd: (span: SpanRecord, scope: RecordedScope) => void,
  options: RecorderOptions = {},
): TracerProvider {
  const { sampler = PARENT_BASED, runtime = systemRuntime } = options
  const limits = { ...DEFAULT_SPAN_LIMITS, ...options.limits }
  const getTracer = perScope((scope) => {
    const onSpanEnd = (span: SpanRecord): void => onEnd(span, scope)
    return recordingTracer({ sampler, runtime, limits, onEnd: onSpanEnd })
  })
  return { getTracer }
}

const PARENT_BASED = parentBased(alwaysOn)
