import type { Attributes } from '@opentelemetry/api'
import type { AttributeMap } from '../../otlp/model.ts'
import type { MetricData, Temporality } from '../../otlp/metrics/model.ts'
import {
  newHistogramState,
  observe,
  toHistogramPoint,
  toNumberPoint,
  type Series,
} from './aggregation.ts'
import type { InstrumentOptions } from './instrument-options.ts'
import { SeriesMap } from './series-map.ts'
import type { InstrumentKind } from './instrument-kind.ts'
import { temporalityOf, type TemporalityPreference } from './temporality.ts'

/** What the instruments of a recorder share. */
export interface InstrumentSettings {
  readonly temporality: TemporalityPreference
  /** Sets of attributes that one instrument keeps apart. */
  readonly maxSeries: number
  /** Nanoseconds since 1970. */
  readonly now: () => bigint
}

/** What one instrument measured, as far as it has not been collected. */
export class Instrument {
  readonly #kind: InstrumentKind
  readonly #name: string
  readonly #options: InstrumentOptions
  readonly #settings: InstrumentSettings
  readonly #temporality: Temporality
  readonly #series: SeriesMap
  /** What an observable told the last time, by attributes: the next is told as the difference. */
  readonly #before = new Map<string, number>()
  #startTimeUnixNano: bigint

  constructor(
    kind: InstrumentKind,
    name: string,
    options: InstrumentOptions,
    settings: InstrumentSettings,
  ) {
    this.#kind = kind
    this.#name = name
    this.#options = options
    this.#settings = settings
    this.#temporality = temporalityOf(kind, settings.temporality)
    this.#startTimeUnixNano = settings.now()
    this.#series = new SeriesMap(settings.maxSeries, (attributes) => this.#newSeries(attributes))
  }

  /** Takes a measurement: adds it, counts it, or keeps it as the last one, as the kind demands. */
  record(value: number, attributes?: Attributes): void {
    if (!Number.isFinite(value)) return
    if (value < 0 && GROWING.has(this.#kind)) return

    const series = this.#series.of(attributes)
    if (series.histogram) observe(series.histogram, this.#options.bounds, value)
    if (ADDING.has(this.#kind)) series.value += value
    else series.value = value
  }

  /** What was measured; of what is told as differences, it begins anew. */
  collect(): MetricData | undefined {
    const timeUnixNano = this.#settings.now()
    const series = Array.from(this.#series.entries(), ([key, each]) => this.#toldOf(key, each))
    if (series.length === 0) return undefined

    const metric = this.#toMetric(series, timeUnixNano)
    if (this.#temporality === 'delta') this.#startTimeUnixNano = timeUnixNano
    if (this.#temporality === 'delta' || this.#isObserved()) this.#series.clear()
    return metric
  }

  #isObserved(): boolean {
    return this.#kind.startsWith('observable')
  }

  // An observable tells its whole sum each time; one that is smaller than before began anew.
  #toldOf(key: string, series: Series): Series {
    if (!this.#isObserved() || this.#temporality !== 'delta') return series

    const before = this.#before.get(key) ?? 0
    this.#before.set(key, series.value)
    return { ...series, value: series.value >= before ? series.value - before : series.value }
  }

  #newSeries(attributes: AttributeMap): Series {
    return {
      attributes,
      startTimeUnixNano: this.#startTimeUnixNano,
      value: 0,
      ...(this.#kind === 'histogram' && { histogram: newHistogramState(this.#options.bounds) }),
    }
  }

  #toMetric(series: readonly Series[], timeUnixNano: bigint): MetricData {
    const { isInt, bounds, ...rest } = this.#options
    const head = { name: this.#name, ...rest }
    const temporality = this.#temporality
    if (this.#kind === 'histogram') {
      const points = series.map((each) => toHistogramPoint(each, timeUnixNano, bounds))
      return { type: 'histogram', ...head, points, temporality }
    }
    const points = series.map((each) => toNumberPoint(each, timeUnixNano, isInt))
    if (this.#kind === 'gauge' || this.#kind === 'observableGauge') {
      return { type: 'gauge', ...head, points }
    }
    return { type: 'sum', ...head, points, temporality, isMonotonic: GROWING.has(this.#kind) }
  }
}

const GROWING: ReadonlySet<InstrumentKind> = new Set(['counter', 'observableCounter', 'histogram'])
const ADDING: ReadonlySet<InstrumentKind> = new Set(['counter', 'upDownCounter', 'histogram'])
