import {
  metrics as metricsApi,
  trace,
  type Meter,
  type MeterProvider,
  type TracerProvider,
} from '@opentelemetry/api'
import type { Logger } from './log/logger.ts'
import { otelLogger, type OtelLoggerProvider } from './log/otel-logger.ts'
import { otelMetrics, type OtelMetricsOptions } from './metrics/otel-metrics.ts'
import { toTelemetry, type Telemetry } from './telemetry.ts'
import { otelTracer } from './trace/otel-tracer.ts'

/** Where {@link otelTelemetry} sends what it is told. */
export interface OtelTelemetryOptions extends OtelMetricsOptions {
  /** @default OpenTelemetry's global one, whenever it is registered */
  readonly tracerProvider?: TracerProvider
  /** @default OpenTelemetry's global one, whenever it is registered */
  readonly meterProvider?: MeterProvider
  /** One of `@opentelemetry/api-logs`, which has the global one too: `logs.getLoggerProvider()`. @default none */
  readonly loggerProvider?: OtelLoggerProvider
  /** A logger in place of one by `loggerProvider`. @default one that writes nothing */
  readonly logger?: Logger
  /** The instrumentation scope: what code tells of itself by the bundle. @default '@hopscope/observe' */
  readonly name?: string
  /** The version of that code. @default none */
  readonly version?: string
}

/**
 * A bundle over OpenTelemetry: its SDK, or whatever else implements its API.
 *
 * @example
 * const telemetry = otelTelemetry({ name: 'shop', loggerProvider: logs.getLoggerProvider() })
 */
export function otelTelemetry(options: OtelTelemetryOptions = {}): Telemetry {
  const { name = '@hopscope/observe', version, loggerProvider } = options
  const tracerProvider = options.tracerProvider ?? trace.getTracerProvider()
  const meterProvider: MeterProvider = options.meterProvider ?? {
    getMeter: (...scope) => metricsApi.getMeter(...scope),
  }
  const logger =
    options.logger ?? (loggerProvider && otelLogger(loggerProvider.getLogger(name, version)))

  return toTelemetry({
    tracer: otelTracer(tracerProvider.getTracer(name, version)),
    metrics: otelMetrics(currentMeter(options.meterProvider, name, version), options),
    ...(logger && { logger }),
    otel: { tracerProvider, meterProvider },
  })
}

// Unlike a tracer, a meter that was made before there was an SDK measures nothing ever after.
function currentMeter(
  given: MeterProvider | undefined,
  name: string,
  version: string | undefined,
): () => Meter {
  let provider: MeterProvider | undefined
  let meter: Meter | undefined
  return () => {
    const current = given ?? metricsApi.getMeterProvider()
    if (!meter || current !== provider) meter = current.getMeter(name, version)
    provider = current
    return meter
  }
}
