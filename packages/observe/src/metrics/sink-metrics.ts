import { safely, safelyGet } from '../safely.ts'
import { textOf } from '../text-of.ts'
import type { Metrics, Tags } from './metrics.ts'

/** One thing that was measured, now. */
export interface Measurement {
  readonly type: 'counter' | 'histogram' | 'gauge'
  readonly name: string
  readonly tags: Tags
  /** What was added to a counter, one value of a histogram, or the new value of a gauge. */
  readonly value: number
}

/**
 * Takes measurements: a backend, or a list in a test.
 *
 * What it throws is told to OpenTelemetry's `diag`, not to who measures.
 */
export type MeasurementSink = (measurement: Measurement) => void

/**
 * Metrics that hand each measurement to a function.
 *
 * Of gauges, 10 000 combinations of name and tags are remembered; `inc` and `dec` of one more begin
 * with 0 for each gauge that is made.
 */
export function sinkMetrics(sink: MeasurementSink): Metrics {
  const gauges = new Map<string, GaugeState>()
  return {
    counter(name, tags = {}) {
      const add = (value: number): void => {
        if (Number.isFinite(value) && value >= 0) measure({ type: 'counter', name, tags, value })
      }
      return { inc: () => add(1), add }
    },
    histogram(name, tags = {}) {
      return { observe: (value) => measure({ type: 'histogram', name, tags, value }) }
    },
    gauge(name, tags = {}) {
      const state = gaugeState(gauges, name, tags)
      const set = (value: number): void => {
        if (!Number.isFinite(value)) return
        state.value = value
        measure({ type: 'gauge', name, tags, value })
      }
      return { set, inc: () => set(state.value + 1), dec: () => set(state.value - 1) }
    },
  }

  function measure(measurement: Measurement): void {
    if (!Number.isFinite(measurement.value)) return
    safely('measuring', () => sink(measurement))
  }
}

interface GaugeState {
  value: number
}

/** Tags that take ever new values must not take ever more memory. */
const MAX_GAUGES = 10_000

function gaugeState(gauges: Map<string, GaugeState>, name: string, tags: Tags): GaugeState {
  const key = seriesKey(name, tags)
  let state = gauges.get(key)
  if (!state) {
    state = { value: 0 }
    if (gauges.size < MAX_GAUGES) gauges.set(key, state)
  }
  return state
}

/** The same text for the same name and tags, in whatever order the tags are. */
export function seriesKey(name: string, tags: Tags): string {
  const entries = safelyGet('reading tags', () => Object.entries(tags ?? {}), [])
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([textOf(name), sorted.map(([key, value]) => [key, textOf(value)])])
}
