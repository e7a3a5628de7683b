import type { ExportRate } from './bridge-figures.ts'

/** What a signal had exported at one time. */
export interface ExportedSoFar {
  /** When, in milliseconds of a clock that only goes forward. */
  readonly atMs: number
  readonly records: number
  /** Items of those records in which they are known. */
  readonly items: number
  /** Of {@link records}, those whose items are not known. */
  readonly uncounted: number
}

/** How fast records were exported between two times; `undefined` if there is no time between them. */
export function exportRate(before: ExportedSoFar, now: ExportedSoFar): ExportRate | undefined {
  const seconds = (now.atMs - before.atMs) / 1000
  if (seconds <= 0) return undefined
  const isCounted = now.uncounted === before.uncounted
  return {
    recordsPerS: (now.records - before.records) / seconds,
    itemsPerS: isCounted ? (now.items - before.items) / seconds : undefined,
  }
}
