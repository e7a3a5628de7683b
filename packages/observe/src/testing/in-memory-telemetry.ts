import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { errorReporter, type ErrorReporter } from '../errors/error-reporter.ts'
import type { LogRecord } from '../log/log-record.ts'
import type { Logger } from '../log/logger.ts'
import { sinkLogger } from '../log/sink-logger.ts'
import type { Metrics, Tags } from '../metrics/metrics.ts'
import { seriesKey, sinkMetrics, type Measurement } from '../metrics/sink-metrics.ts'
import { toMeterProvider } from '../metrics/to-meter-provider.ts'
import type { Scope, SpanData } from '../otlp/model.ts'
import { recordingTracerProvider } from '../recorder/recording-tracer-provider.ts'
import { systemRuntime, type Runtime } from '../recorder/runtime.ts'
import type { SpanSink } from '../recorder/span-sink.ts'
import type { OtelProviders, Telemetry } from '../telemetry.ts'
import { otelTracer } from '../trace/otel-tracer.ts'
import type { Tracer } from '../trace/tracer.ts'
import { recordingErrorReporter, type RecordedReport } from './recording-error-reporter.ts'

/**
 * Telemetry that keeps what it is told, for tests.
 *
 * @example
 * const telemetry = new InMemoryTelemetry()
 * instrument(connection, { tracerProvider: telemetry.tracerProvider })
 * …
 * const [publish] = telemetry.spansNamed('publish orders.new')
 */
export class InMemoryTelemetry implements Telemetry, SpanSink {
  readonly tracerProvider: TracerProvider
  readonly meterProvider: MeterProvider
  /** The facade's tracer over {@link tracerProvider}. */
  readonly tracer: Tracer
  readonly logger: Logger
  readonly metrics: Metrics
  /** Reports to spans and to the log, as every bundle does, and keeps what it reports. */
  readonly errors: ErrorReporter
  readonly #spans: RecordedSpanData[] = []
  readonly #logs: LogRecord[] = []
  readonly #measurements: Measurement[] = []
  readonly #reports: RecordedReport[] = []
  readonly #waiting = new Set<() => void>()

  constructor(runtime: Runtime = systemRuntime) {
    this.tracerProvider = recordingTracerProvider(this, runtime)
    this.tracer = otelTracer(this.tracerProvider.getTracer('test'))
    this.logger = sinkLogger((record) => this.#keep(this.#logs, record), { runtime })
    this.metrics = sinkMetrics((measurement) => this.#keep(this.#measurements, measurement))
    this.meterProvider = toMeterProvider(this.metrics)
    this.errors = recordingErrorReporter(errorReporter(this.logger), (report) =>
      this.#keep(this.#reports, report),
    )
  }

  /** {@link tracerProvider} and {@link meterProvider}, where a bundle has them. */
  get otel(): OtelProviders {
    return this
  }

  /** Every span that has ended, in the order in which they ended. */
  get spans(): readonly RecordedSpanData[] {
    return this.#spans
  }

  /** Every log record, in the order in which they were written. */
  get logs(): readonly LogRecord[] {
    return this.#logs
  }

  /** Everything that was measured, in order. */
  get measurements(): readonly Measurement[] {
    return this.#measurements
  }

  /** Everything that {@link errors} was given, in order. */
  get reports(): readonly RecordedReport[] {
    return this.#reports
  }

  /** The ended spans of that name, in the order in which they ended. */
  spansNamed(name: string): readonly RecordedSpanData[] {
    return this.#spans.filter((span) => span.name === name)
  }

  /** The messages that were logged with that level, in order. */
  logged(level: LogRecord['level']): readonly string[] {
    return this.#logs.filter((log) => log.level === level).map(({ message }) => message)
  }

  /**
   * The values of one metric in order: what was added to a counter, what a histogram was given, what
   * a gauge became. Without `tags`, those of all its series.
   */
  measured(name: string, tags?: Tags): readonly number[] {
    const series = tags && seriesKey(name, tags)
    return this.#measurements
      .filter((one) => one.name === name && (!series || seriesKey(name, one.tags) === series))
      .map(({ value }) => value)
  }

  /**
   * Waits until `condition` holds for the ended spans; it is asked again whenever anything is kept.
   *
   * It has no time limit of its own: a test's is enough, and its message names the test.
   */
  async until(condition: (spans: readonly RecordedSpanData[]) => boolean): Promise<void> {
    while (!condition(this.#spans)) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Keeps an ended span; tracers of {@link tracerProvider} call it. */
  record(span: SpanData, scope: Scope): void {
    this.#keep(this.#spans, { ...span, scope })
  }

  #keep<T>(list: T[], item: T): void {
    list.push(item)
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}

/** A span that has ended, and the scope of the tracer that made it. */
export interface RecordedSpanData extends SpanData {
  readonly scope: Scope
}
