import type { Attributes, Observable, ObservableCallback } from '@opentelemetry/api'
import type { Instrument } from './instrument.ts'

/** An instrument of OpenTelemetry's API that is asked for its values when they are collected. */
export class RecordingObservable implements Observable {
  readonly #instrument: Instrument
  readonly #callbacks = new Set<ObservableCallback>()

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  addCallback(callback: ObservableCallback): void {
    this.#callbacks.add(callback)
  }

  removeCallback(callback: ObservableCallback): void {
    this.#callbacks.delete(callback)
  }

  /** Takes a value that a callback tells. */
  observe(value: number, attributes?: Attributes): void {
    this.#instrument.record(value, attributes)
  }

  /** Calls every callback; what one throws is told to `onError`. */
  ask(onError: (error: unknown) => void): readonly Promise<void>[] {
    return Array.from(this.#callbacks, async (callback) => {
      try {
        await callback({ observe: (value, attributes) => this.observe(value, attributes) })
      } catch (error) {
        onError(error)
      }
    })
  }
}
