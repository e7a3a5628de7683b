/** The value below which that part of the values lies, 0 to 1; `NaN` of no values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN
}

/** The value in the middle; `NaN` of no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** What the middle half of the values lies between. */
export function middleHalf(values: readonly number[]): readonly [low: number, high: number] {
  return [quantile(values, 0.25), quantile(values, 0.75)]
}
