import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { errorReporter, noopErrorReporter, type ErrorReporter } from './errors/error-reporter.ts'
import { noopLogger, type Logger } from './log/logger.ts'
import { noopMetrics, type Metrics } from './metrics/metrics.ts'
import { toMeterProvider } from './metrics/to-meter-provider.ts'
import { toTracerProvider } from './trace/to-tracer-provider.ts'
import { noopTracer, type Tracer } from './trace/tracer.ts'

/**
 * All that an application tells of itself by. None of its parts is ever missing or throws.
 *
 * Code that takes a bundle does not know the backend behind it; another backend is another bundle.
 */
export interface Telemetry {
  readonly tracer: Tracer
  readonly logger: Logger
  readonly metrics: Metrics
  readonly errors: ErrorReporter
  /** The providers of OpenTelemetry's API that the bundle stands on; absent if it stands on none. */
  readonly otel?: OtelProviders
}

/** The providers of OpenTelemetry's API that instrumentations take. */
export interface OtelProviders {
  readonly tracerProvider: TracerProvider
  readonly meterProvider: MeterProvider
}

/** Telemetry that records nothing: what a library uses until it is given another. */
export const noopTelemetry: Telemetry = {
  tracer: noopTracer,
  logger: noopLogger,
  metrics: noopMetrics,
  errors: noopErrorReporter,
}

/**
 * A bundle of the parts that there are; a part that is missing records nothing.
 *
 * Errors are reported to the active span and to the logger, unless there is another reporter.
 *
 * @example
 * const telemetry = toTelemetry({ tracer, logger })
 */
export function toTelemetry(parts: Partial<Telemetry>): Telemetry {
  const logger = parts.logger ?? noopLogger
  return {
    tracer: parts.tracer ?? noopTracer,
    logger,
    metrics: parts.metrics ?? noopMetrics,
    errors: parts.errors ?? errorReporter(logger),
    ...(parts.otel && { otel: parts.otel }),
  }
}

/**
 * Providers of OpenTelemetry's API that record to `telemetry`, for an instrumentation that speaks the
 * API: those the bundle stands on, or else ones that forward to its tracer and its metrics.
 */
export function otelProvidersOf(telemetry: Telemetry): OtelProviders {
  if (telemetry.otel) return telemetry.otel

  let providers = forwarding.get(telemetry)
  if (!providers) {
    providers = {
      tracerProvider: toTracerProvider(telemetry.tracer),
      meterProvider: toMeterProvider(telemetry.metrics),
    }
    forwarding.set(telemetry, providers)
  }
  return providers
}

const forwarding = new WeakMap<Telemetry, OtelProviders>()
