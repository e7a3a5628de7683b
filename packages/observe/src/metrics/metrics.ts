/**
 * Makes the instruments that an application measures itself with. No method of it, or of an
 * instrument, throws.
 *
 * Instruments of the same name and tags are the same one. Tags should have few values: each
 * combination is a series of its own, so an order id is none.
 */
export interface Metrics {
  counter(name: string, tags?: Tags): Counter
  histogram(name: string, tags?: Tags): Histogram
  gauge(name: string, tags?: Tags): Gauge
}

/** What tells the series of one metric apart, such as `{ queue: 'orders' }`. */
export type Tags = Readonly<Record<string, string>>

/** A sum that only grows. */
export interface Counter {
  /** Adds 1. */
  inc(): void
  /** Adds `delta`; nothing if that is negative or no finite number. */
  add(delta: number): void
}

/** How values are distributed, such as durations. */
export interface Histogram {
  /** Records one value; nothing if that is no finite number. */
  observe(value: number): void
}

/** A value that goes up and down, of which the last one counts. It begins with 0. */
export interface Gauge {
  /** Sets the value; nothing if that is no finite number. */
  set(value: number): void
  /** Adds 1. */
  inc(): void
  /** Takes 1 off. */
  dec(): void
}

/** Metrics that measure nothing. */
export const noopMetrics: Metrics = {
  counter: () => noopCounter,
  histogram: () => noopHistogram,
  gauge: () => noopGauge,
}

const noopCounter: Counter = { inc: () => {}, add: () => {} }
const noopHistogram: Histogram = { observe: () => {} }
const noopGauge: Gauge = { set: () => {}, inc: () => {}, dec: () => {} }
