import type { Histogram, SignalFigures } from './bridge-figures.ts'
import type { ExportedSoFar } from './export-rate.ts'

/** What a lane counts, while it goes. */
export class LaneCounts {
  received = 0
  redelivered = 0
  exported = 0
  items = 0
  /** Of {@link exported}, records whose items are not known. */
  uncounted = 0
  empty = 0
  requests = 0
  requestBytes = 0
  unavailable = 0
  refused = 0
  retries = 0
  rejected = 0
  deadLetters = 0
  discarded = 0
  readonly #exportCounts = BOUNDS_S.map(() => 0).concat(0)
  #exportSumS = 0

  /** Counts a record that was exported so long after it was stored. */
  addExportTime(ms: number): void {
    const seconds = Math.max(0, ms) / 1000
    const at = BOUNDS_S.findIndex((bound) => seconds <= bound)
    const bucket = at < 0 ? BOUNDS_S.length : at
    this.#exportCounts[bucket] = (this.#exportCounts[bucket] ?? 0) + 1
    this.#exportSumS += seconds
  }

  /** What was exported until now, by `performance.now()`. */
  exportedSoFar(atMs: number): ExportedSoFar {
    const { exported: records, items, uncounted } = this
    return { atMs, records, items, uncounted }
  }

  figures(): CountedFigures {
    const { received, redelivered, exported, items, empty, requests, requestBytes } = this
    const { unavailable, refused, retries, rejected, deadLetters, discarded } = this
    return {
      received,
      redelivered,
      exported,
      items,
      empty,
      requests,
      requestBytes,
      unavailable,
      refused,
      retries,
      rejected,
      deadLetters,
      discarded,
      exportTime: this.#exportTime(),
    }
  }

  #exportTime(): Histogram {
    return {
      bounds: BOUNDS_S,
      counts: [...this.#exportCounts],
      sum: this.#exportSumS,
      count: this.#exportCounts.reduce((sum, count) => sum + count, 0),
    }
  }
}

/** Those figures of a signal that only ever grow. */
export type CountedFigures = Omit<
  SignalFigures,
  'state' | 'rate' | 'inHand' | 'bytesInHand' | 'pending' | 'ackPending' | 'outage' | 'timeLeftMs'
>

const BOUNDS_S = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400]
