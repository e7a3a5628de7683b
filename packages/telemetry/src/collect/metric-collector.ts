import type { NatsConnection } from '@nats-io/nats-core'
import { otelMetrics, type Metrics } from '@hopscope/observe'
import { encodeMetric, type MetricData } from '@hopscope/observe/otlp'
import {
  appendField,
  MetricRecorder,
  temporalityFromEnv,
  type TemporalityPreference,
} from '@hopscope/observe/recorder'
import type { Meter, MeterOptions, MeterProvider } from '@opentelemetry/api'
import { metricsSubject } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'
import { BatchCollector, type RecordKind } from './batch-collector.ts'
import { checkChoice } from './check-choice.ts'
import { timerMs } from '../publish/is-done-within.ts'
import { resolveOptions, type CollectorOptions, type CollectorStats } from './collector-options.ts'
import { DISABLED_PROVIDERS } from './disabled-providers.ts'
import { metricSettingsFromEnv } from './settings-from-env.ts'
import { splitPoints } from './split-points.ts'

/** Whose metrics a {@link MetricCollector} collects, and how it publishes them. */
export interface MetricCollectorOptions extends Omit<CollectorOptions, 'flushIntervalMs'> {
  /** How often metrics are collected and published, in milliseconds. @default `OTEL_METRIC_EXPORT_INTERVAL`, or 60_000 */
  readonly collectIntervalMs?: number
  /**
   * Whether a message says all since the start, or what came since the message before. Cumulative
   * ones lose nothing when a message is lost, and count nothing twice when one is stored twice.
   *
   * @default `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE`, or 'cumulative'
   */
  readonly temporality?: TemporalityPreference
  /**
   * Sets of attributes that one instrument keeps apart; the measurements with any others are put
   * together under the attribute `otel.metric.overflow`.
   *
   * @default 2000
   */
  readonly maxSeries?: number
}

/**
 * Adds up what a service measures and stores it in TELEMETRY through a connection the service has.
 *
 * It is a meter provider of OpenTelemetry's API, without its SDK. A collection is one message on
 * `telemetry.metrics.{service}.batch`, and is published again until a stream has acknowledged it.
 * Losing telemetry never throws: it is counted and told to `onError`.
 *
 * @example
 * await using collector = new MetricCollector(connection, { service: 'checkout' })
 * metrics.setGlobalMeterProvider(collector)
 */
export class MetricCollector implements MeterProvider, AsyncDisposable {
  /** The facade's metrics for the service's own measurements. */
  readonly metrics: Metrics
  readonly #recorder: MetricRecorder
  readonly #provider: MeterProvider
  readonly #points: BatchCollector<MetricData>
  readonly #subject: string
  readonly #timer: ReturnType<typeof setInterval>
  #collecting: Promise<void> = Promise.resolve()
  #closed: Promise<void> | undefined

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: MetricCollectorOptions = {}) {
    checkChoice('temporality', options.temporality, ['cumulative', 'delta', 'lowmemory'])
    const resolved = resolveOptions(connection, options)
    const { env, service, onError, isDisabled } = resolved
    const settings = metricSettingsFromEnv(env)
    const { temporality = temporalityFromEnv(env), maxSeries = 2000 } = options
    this.#recorder = new MetricRecorder({
      temporality,
      maxSeries,
      onError: (error) => tell(onError, error),
    })
    this.#provider = isDisabled ? DISABLED_PROVIDERS.meterProvider : this.#recorder
    this.#points = new BatchCollector(connection, METRICS, resolved, {
      ...NO_LIMITS,
      flushTimeoutMs: options.flushTimeoutMs ?? settings.flushTimeoutMs,
    })
    this.#subject = metricsSubject(service)
    this.metrics = otelMetrics(this.getMeter(service))
    const intervalMs = timerMs(options.collectIntervalMs ?? settings.collectIntervalMs)
    // What is measured at regular times is no reason to go on living.
    this.#timer = setInterval(() => void this.flush(), intervalMs).unref()
  }

  /** What became of the metrics that were collected; each counts once a collection. */
  get stats(): CollectorStats {
    return this.#points.stats
  }

  /** A meter of OpenTelemetry's API; the same one for the same name, version and schema URL. */
  getMeter(name: string, version?: string, options?: MeterOptions): Meter {
    return this.#provider.getMeter(name, version, options)
  }

  /**
   * Collects and publishes what was measured; resolves when it is stored, or dropped and told of, and
   * at the latest after `flushTimeoutMs`.
   */
  flush(): Promise<void> {
    if (this.#closed) return this.#closed
    // One after the other, so that of two collections the later one is stored later.
    const collected = this.#collecting.then(() => this.#collect())
    this.#collecting = collected
    return collected.then(() => this.#points.flush())
  }

  /**
   * Flushes and publishes no more; what is not acknowledged within `closeTimeoutMs` is dropped. The
   * connection stays open.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#collecting.then(() => this.#collect())
    await this.#points.close()
  }

  async #collect(): Promise<void> {
    for (const { scope, metrics } of await this.#recorder.collect()) {
      for (const metric of metrics.flatMap(splitPoints)) {
        this.#points.add(this.#subject, scope, metric)
      }
    }
  }
}

// What is collected at one time is bounded by the number of series, and flushed at once.
const NO_LIMITS = {
  flushIntervalMs: Number.POSITIVE_INFINITY,
  maxBatchRecords: Number.POSITIVE_INFINITY,
  maxQueuedRecords: Number.POSITIVE_INFINITY,
}

const METRICS: RecordKind<MetricData> = {
  noun: 'metrics',
  dropped: 'METRICS_DROPPED',
  describe: ({ name }) => `metric ${name}`,
  write: (buffer, metric) => appendField(buffer, 0x12, encodeMetric(metric)),
}

function tell(onError: (error: TelemetryError) => void, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const hint = 'mend its callback; the cause is what it threw'
  onError(new TelemetryError('CALLBACK_FAILED', `an observable failed: ${reason}`, { hint, cause }))
}
