import type {
  BatchObservableCallback,
  Counter,
  Gauge,
  Histogram,
  Meter,
  MetricOptions,
  Observable,
  UpDownCounter,
} from '@opentelemetry/api'
import type { MetricData } from '../../otlp/metrics/model.ts'
import { safelyGet } from '../../safely.ts'
import { textOf } from '../../text-of.ts'
import type { InstrumentKind } from './instrument-kind.ts'
import { Instrument, type InstrumentSettings } from './instrument.ts'
import { toInstrumentOptions } from './instrument-options.ts'
import { RecordingObservable } from './recording-observable.ts'
import { waitAtMost } from './wait-at-most.ts'

/** How long the callbacks of observables may take, in milliseconds. */
const CALLBACK_TIMEOUT_MS = 5_000

/** A meter of OpenTelemetry's API. */
export class RecordingMeter implements Meter {
  readonly #settings: InstrumentSettings
  readonly #onError: (error: unknown) => void
  readonly #instruments = new Map<string, Instrument>()
  readonly #observables = new Map<Instrument, RecordingObservable>()
  readonly #batchCallbacks = new Map<BatchObservableCallback, ReadonlySet<Observable>>()

  constructor(settings: InstrumentSettings, onError: (error: unknown) => void) {
    this.#settings = settings
    this.#onError = onError
  }

  createCounter(name: string, options?: MetricOptions): Counter {
    const instrument = this.#instrument('counter', name, options)
    return { add: (value, attributes) => instrument.record(value, attributes) }
  }

  createUpDownCounter(name: string, options?: MetricOptions): UpDownCounter {
    const instrument = this.#instrument('upDownCounter', name, options)
    return { add: (value, attributes) => instrument.record(value, attributes) }
  }

  createHistogram(name: string, options?: MetricOptions): Histogram {
    const instrument = this.#instrument('histogram', name, options)
    return { record: (value, attributes) => instrument.record(value, attributes) }
  }

  createGauge(name: string, options?: MetricOptions): Gauge {
    const instrument = this.#instrument('gauge', name, options)
    return { record: (value, attributes) => instrument.record(value, attributes) }
  }

  createObservableCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable('observableCounter', name, options)
  }

  createObservableUpDownCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable('observableUpDownCounter', name, options)
  }

  createObservableGauge(name: string, options?: MetricOptions): Observable {
    return this.#observable('observableGauge', name, options)
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    const asked = safelyGet('reading observables', () => new Set(observables), new Set())
    this.#batchCallbacks.set(callback, asked)
  }

  removeBatchObservableCallback(callback: BatchObservableCallback): void {
    this.#batchCallbacks.delete(callback)
  }

  /** Asks the observables, and gives what was measured. */
  async collect(): Promise<readonly MetricData[]> {
    const observables = [...this.#observables.values()]
    await waitAtMost(CALLBACK_TIMEOUT_MS, [
      ...observables.flatMap((observable) => observable.ask(this.#onError)),
      ...Array.from(this.#batchCallbacks, (entry) => this.#askBatch(...entry)),
    ])
    return [...this.#instruments.values()].flatMap((instrument) => instrument.collect() ?? [])
  }

  async #askBatch(
    callback: BatchObservableCallback,
    observables: ReadonlySet<Observable>,
  ): Promise<void> {
    try {
      await callback({
        observe(observable, value, attributes) {
          if (observable instanceof RecordingObservable && observables.has(observable)) {
            observable.observe(value, attributes)
          }
        },
      })
    } catch (error) {
      this.#onError(error)
    }
  }

  #observable(kind: InstrumentKind, name: string, options?: MetricOptions): RecordingObservable {
    const instrument = this.#instrument(kind, name, options)
    let observable = this.#observables.get(instrument)
    if (!observable) {
      observable = new RecordingObservable(instrument)
      this.#observables.set(instrument, observable)
    }
    return observable
  }

  // Two libraries may each make the same instrument, and mean the same one: names differ in case only by mistake.
  #instrument(kind: InstrumentKind, name: string, given?: MetricOptions): Instrument {
    const options = toInstrumentOptions(given)
    const text = textOf(name)
    const key = JSON.stringify([kind, text.toLowerCase(), options.unit, options.isInt])
    let instrument = this.#instruments.get(key)
    if (!instrument) {
      instrument = new Instrument(kind, text, options, this.#settings)
      this.#instruments.set(key, instrument)
    }
    return instrument
  }
}
