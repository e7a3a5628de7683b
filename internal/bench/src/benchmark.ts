import type { Ratio } from './ratio.ts'

/** How long a benchmark is to take. */
export interface BenchmarkOptions {
  /** How often each variant is measured. */
  readonly slices: number
  /** Spans in the index of the viewer. @default 100_000 */
  readonly spans?: number
}

/** Measures something, and tells it in ratios. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Ratio[]>

/** The number of slices from which a median is worth telling. */
export const DEFAULT_SLICES = 21
