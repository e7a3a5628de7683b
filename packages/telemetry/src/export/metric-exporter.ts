import type { NatsConnection } from '@nats-io/nats-core'
import { encodeMetrics, type MetricData, type ScopeMetrics } from '@hopscope/observe/otlp'
import { temporalityFromEnv, type TemporalityPreference } from '@hopscope/observe/recorder'
import { splitPoints } from '../collect/split-points.ts'
import type { Publication } from '../publish/acked-publisher.ts'
import { metricsSubject, subjectToken } from '../subjects.ts'
import { formatDagnatsMetric, timeOf } from './dagnats/format-metric.ts'
import { formatDagnatsV1Metric } from './dagnats/format-metric-v1.ts'
import { ExportPublisher, jsonPublication } from './export-publisher.ts'
import type { ExporterOptions, ExportResult, TelemetryFormat } from './exporter-options.ts'
import { fromSdkMetrics, type SdkResourceMetrics } from './sdk/from-sdk-metrics.ts'
import { fromSdkResource, groupBy, serviceOf } from './sdk/from-sdk.ts'

/**
 * A push metric exporter for OpenTelemetry's SDK that stores metrics in TELEMETRY.
 *
 * An export is one OTLP message, on `telemetry.metrics.{service}.batch`. In DagNats' formats it is one
 * message for each metric, or for each point, on `telemetry.metrics.{service}.{name}`.
 *
 * Sums are cumulative, or what `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` has; those of DagNats
 * are always cumulative, and those of its first version what was added since the last time.
 *
 * @example
 * const exporter = new NatsMetricExporter(connection)
 * new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
 */
export class NatsMetricExporter {
  readonly #publisher: ExportPublisher
  readonly #temporality: TemporalityPreference
  #published = 0

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: ExporterOptions = {}) {
    this.#publisher = new ExportPublisher(connection, options)
    this.#temporality = preferenceOf(this.#publisher.format)
  }

  export(metrics: SdkResourceMetrics, done: (result: ExportResult) => void): void {
    this.#publisher.export(() => this.#toMessages(metrics), done)
  }

  /** What the SDK asks: 0 for delta, 1 for cumulative. */
  selectAggregationTemporality(instrumentType: string): 0 | 1 {
    if (this.#temporality === 'cumulative' || instrumentType.includes('UP_DOWN')) return 1
    return this.#temporality === 'lowmemory' && instrumentType === 'OBSERVABLE_COUNTER' ? 1 : 0
  }

  /** Resolves when all that was exported so far is stored, or has failed. */
  forceFlush(): Promise<void> {
    return this.#publisher.forceFlush()
  }

  /** Flushes and takes no more. The connection stays open. */
  shutdown(): Promise<void> {
    return this.#publisher.shutdown()
  }

  #toMessages(sdkMetrics: SdkResourceMetrics): readonly Publication[] {
    const head = fromSdkResource(sdkMetrics.resource)
    const service = serviceOf(sdkMetrics.resource)
    const scopeMetrics = fromSdkMetrics(sdkMetrics)
    if (this.#publisher.format !== 'otlp') {
      return scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap((metric) => this.#toDagnats(metric, service)),
      )
    }
    return this.#publisher.otlp(metricsSubject(service), scopeMetrics.flatMap(inPieces), (pieces) =>
      encodeMetrics({ resourceMetrics: [{ ...head, scopeMetrics: joined(pieces) }] }),
    )
  }

  #toDagnats(metric: MetricData, service: string): readonly Publication[] {
    if (metric.points.length === 0) return []
    const name = metric.name.split('.').map(subjectToken).join('.')
    const subject = `telemetry.metrics.${subjectToken(service)}.${name}`
    if (this.#publisher.format === 'dagnats-v1') {
      const records = formatDagnatsV1Metric(metric, service)
      return records.map((record) => jsonPublication(subject, record))
    }
    const messageId = `metric.${metric.name}.${timeOf(metric)}.${++this.#published}`
    return [jsonPublication(subject, formatDagnatsMetric(metric, service), messageId)]
  }
}

function preferenceOf(format: TelemetryFormat): TemporalityPreference {
  if (format === 'otlp') return temporalityFromEnv(process.env)
  return format === 'dagnats-v1' ? 'delta' : 'cumulative'
}

/** A part of a metric, with what it shares with others of its scope. */
interface Piece {
  readonly head: Omit<ScopeMetrics, 'metrics'>
  readonly metric: MetricData
}

function inPieces({ metrics, ...head }: ScopeMetrics): readonly Piece[] {
  return metrics.flatMap(splitPoints).map((metric) => ({ head, metric }))
}

function joined(pieces: readonly Piece[]): readonly ScopeMetrics[] {
  return Array.from(
    groupBy(pieces, ({ head }) => head),
    ([head, ofScope]) => ({ ...head, metrics: ofScope.map(({ metric }) => metric) }),
  )
}
