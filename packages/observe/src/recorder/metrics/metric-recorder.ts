import type { Meter, MeterOptions, MeterProvider } from '@opentelemetry/api'
import type { MetricData } from '../../otlp/metrics/model.ts'
import { perScope, type OfScope, type RecordedScope } from '../per-scope.ts'
import { safely } from '../../safely.ts'
import { systemRuntime, type Runtime } from '../runtime.ts'
import type { InstrumentSettings } from './instrument.ts'
import { RecordingMeter } from './recording-meter.ts'
import type { TemporalityPreference } from './temporality.ts'

/** How metrics are recorded. */
export interface MetricRecorderOptions {
  /** @default 'cumulative' */
  readonly temporality?: TemporalityPreference
  /**
   * Sets of attributes that one instrument keeps apart; the measurements with any others are put
   * together under the attribute `otel.metric.overflow`.
   *
   * @default 2000
   */
  readonly maxSeries?: number
  /** The clock. @default the machine's */
  readonly runtime?: Pick<Runtime, 'now'>
  /** Told of what an observable's callback throws; what it throws itself is ignored. @default nobody is told */
  readonly onError?: (error: unknown) => void
}

/** The metrics that the meters of one scope measured. */
export interface CollectedMetrics {
  /** The same object each time. */
  readonly scope: RecordedScope
  readonly metrics: readonly MetricData[]
}

/**
 * A meter provider of OpenTelemetry's API that adds up what is measured until it is collected, without
 * any SDK.
 *
 * @example
 * const recorder = new MetricRecorder()
 * metrics.setGlobalMeterProvider(recorder)
 * …
 * for (const { scope, metrics } of await recorder.collect()) …
 */
export class MetricRecorder implements MeterProvider {
  readonly #meters: { readonly scope: RecordedScope; readonly meter: RecordingMeter }[] = []
  readonly #getMeter: OfScope<Meter>

  constructor(options: MetricRecorderOptions = {}) {
    const { temporality = 'cumulative', maxSeries = 2000, runtime = systemRuntime } = options
    const settings: InstrumentSettings = { temporality, maxSeries, now: runtime.now }
    const { onError = () => {} } = options
    const tell = (error: unknown): void => safely('telling of an error', () => onError(error))
    this.#getMeter = perScope((scope) => {
      const meter = new RecordingMeter(settings, tell)
      this.#meters.push({ scope, meter })
      return meter
    })
  }

  /** A meter of OpenTelemetry's API; the same one for the same name, version and schema URL. */
  getMeter(name: string, version?: string, options?: MeterOptions): Meter {
    return this.#getMeter(name, version, options)
  }

  /**
   * Asks the observables, and gives what was measured; a scope that measured nothing is left out.
   *
   * A callback that takes longer than 5 s is not waited for.
   */
  async collect(): Promise<readonly CollectedMetrics[]> {
    const collected = await Promise.all(
      this.#meters.map(async ({ scope, meter }) => ({ scope, metrics: await meter.collect() })),
    )
    return collected.filter(({ metrics }) => metrics.length > 0)
  }
}
