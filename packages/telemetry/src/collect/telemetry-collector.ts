import type { NatsConnection } from '@nats-io/nats-core'
import {
  errorReporter,
  type ErrorReporter,
  type Logger,
  type Metrics,
  type OtelProviders,
  type Telemetry,
  type Tracer,
} from '@hopscope/observe'
import type { CollectorOptions, CollectorStats } from './collector-options.ts'
import { LogCollector, type LogCollectorOptions } from './log-collector.ts'
import { MetricCollector, type MetricCollectorOptions } from './metric-collector.ts'
import { TraceCollector, type TraceCollectorOptions } from './trace-collector.ts'

/** Whose telemetry a {@link TelemetryCollector} collects, and how it publishes it. */
export interface TelemetryCollectorOptions extends CollectorOptions {
  /** What holds for spans only. @default none */
  readonly traces?: Omit<TraceCollectorOptions, keyof CollectorOptions>
  /** What holds for log records only. @default none */
  readonly logs?: Omit<LogCollectorOptions, keyof CollectorOptions>
  /** What holds for metrics only. @default none */
  readonly metrics?: Omit<MetricCollectorOptions, keyof CollectorOptions>
}

/** What became of each signal. */
export interface TelemetryStats {
  readonly spans: CollectorStats
  readonly logs: CollectorStats
  readonly metrics: CollectorStats
}

/**
 * Records all that a service tells of itself, and stores it in TELEMETRY through a connection the
 * service has: a bundle for the application, and the providers of OpenTelemetry's API for whatever
 * speaks that.
 *
 * @example
 * await using telemetry = new TelemetryCollector(connection, { service: 'checkout' })
 * instrument(connection, { telemetry })
 * telemetry.logger.info('ready')
 */
export class TelemetryCollector implements Telemetry, AsyncDisposable {
  readonly tracer: Tracer
  readonly logger: Logger
  readonly metrics: Metrics
  readonly errors: ErrorReporter
  readonly #traces: TraceCollector
  readonly #logs: LogCollector
  readonly #metrics: MetricCollector

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: TelemetryCollectorOptions = {}) {
    const { traces, logs, metrics, ...shared } = options
    const open: AsyncDisposable[] = []
    try {
      open.push((this.#traces = new TraceCollector(connection, { ...shared, ...traces })))
      open.push((this.#logs = new LogCollector(connection, { ...shared, ...logs })))
      this.#metrics = new MetricCollector(connection, { ...shared, ...metrics })
    } catch (error) {
      // Nothing has been recorded yet, so there is nothing to wait for.
      for (const each of open) void each[Symbol.asyncDispose]()
      throw error
    }
    this.tracer = this.#traces.tracer
    this.logger = this.#logs.logger
    this.metrics = this.#metrics.metrics
    this.errors = errorReporter(this.logger)
  }

  /** The providers of OpenTelemetry's API, for `trace.setGlobalTracerProvider` and its like. */
  get otel(): OtelProviders & { readonly loggerProvider: LogCollector } {
    return {
      tracerProvider: this.#traces,
      meterProvider: this.#metrics,
      loggerProvider: this.#logs,
    }
  }

  /** What became of everything so far. */
  get stats(): TelemetryStats {
    return { spans: this.#traces.stats, logs: this.#logs.stats, metrics: this.#metrics.stats }
  }

  /**
   * Publishes what there is; resolves when all of it is stored, or dropped and told of, and at the
   * latest after `flushTimeoutMs`.
   */
  async flush(): Promise<void> {
    await Promise.all([this.#traces.flush(), this.#logs.flush(), this.#metrics.flush()])
  }

  /**
   * Flushes and takes no more; what is not acknowledged within `closeTimeoutMs` is dropped. The
   * connection stays open.
   */
  async close(): Promise<void> {
    await Promise.all([this.#traces.close(), this.#logs.close(), this.#metrics.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
