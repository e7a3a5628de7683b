import type { Tracer, TracerProvider } from '@opentelemetry/api'
import type { Scope } from '../otlp/model.ts'
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
  const onEnd = (span: SpanRecord, scope: Scope): void => {
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
  onEnd: (span: SpanRecord, scope: Scope) => void,
  options: RecorderOptions = {},
): TracerProvider {
  const { sampler = PARENT_BASED, runtime = systemRuntime } = options
  const limits = { ...DEFAULT_SPAN_LIMITS, ...options.limits }
  const tracers = new Map<string, Tracer>()
  return {
    getTracer(name, version) {
      const key = JSON.stringify([name, version])
      let tracer = tracers.get(key)
      if (!tracer) {
        const scope: Scope = { name, ...(version !== undefined && { version }) }
        const onSpanEnd = (span: SpanRecord): void => onEnd(span, scope)
        tracer = recordingTracer({ sampler, runtime, limits, onEnd: onSpanEnd })
        tracers.set(key, tracer)
      }
      return tracer
    },
  }
}

const PARENT_BASED = parentBased(alwaysOn)
